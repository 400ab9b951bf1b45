package io.procprobe.agent.http;

import io.procprobe.agent.poll.Snapshot;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Answers all requests: first whether they may be, then what stands at their path. */
final class AgentHandler extends Handler.Abstract {
    private static final String ASSETS = "/assets/";
    private static final String COMPRESSED_TAG = "-gz";
    private static final Content UP = health("up");
    private static final Content DEGRADED = health("degraded");

    private static final List<HttpField> SECURITY =
            List.of(
                    new HttpField(
                            "Content-Security-Policy",
                            "default-src 'self'; base-uri 'none'; form-action 'self';"
                                    + " frame-ancestors 'none'"),
                    new HttpField("X-Content-Type-Options", "nosniff"),
                    new HttpField("Referrer-Policy", "no-referrer"),
                    new HttpField("Cross-Origin-Resource-Policy", "same-origin"));

    private final AgentServices services;
    private final Routes routes;
    private final Assets assets = new Assets();
    private final TokenCheck token;
    private final HostCheck hosts;
    private final RateLimit rate;

    AgentHandler(AgentServices services, TokenCheck token, HostCheck hosts, RateLimit rate) {
        this.services = services;
        this.routes = new Routes(services);
        this.token = token;
        this.hosts = hosts;
        this.rate = rate;
    }

    /** What is sent with everything. */
    static void putSecurity(HttpFields.Mutable headers) {
        SECURITY.forEach(headers::put);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        putSecurity(response.getHeaders());
        try {
            requireAllowed(request, response);
            String path = request.getHttpURI().getCanonicalPath();
            if (path.equals("/health")) {
                boolean isUp = !services.poller().isDegraded();
                response.setStatus(isUp ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503);
                response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
                send(request, response, callback, isUp ? UP : DEGRADED, Optional.empty());
            } else if (Routes.needToken(path)) {
                requireToken(request, response);
                answer(request, response, callback, path);
            } else {
                sendAsset(request, response, callback, path);
            }
        } catch (ProblemException e) {
            sendProblem(request, response, callback, e.status(), e.getMessage());
        }
        return true;
    }

    static void sendProblem(
            Request request, Response response, Callback callback, int status, String detail) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        send(request, response, callback, Problems.of(status, detail), Optional.empty());
    }

    private void requireAllowed(Request request, Response response) throws ProblemException {
        if (!rate.passes(Request.getRemoteAddr(request))) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            throw new ProblemException(
                    HttpStatus.TOO_MANY_REQUESTS_429, "too many requests from this address");
        }
        // Without the header the server would put its own address there.
        boolean isForUs =
                request.getHeaders().contains(HttpHeader.HOST)
                        && hosts.passes(
                                request.getHttpURI().getHost(),
                                request.getHttpURI().getPort(),
                                request.getConnectionMetaData().getLocalSocketAddress());
        if (!isForUs) {
            closeAfter(response);
            throw new ProblemException(
                    HttpStatus.MISDIRECTED_REQUEST_421,
                    "this is not the host that was asked for: call it by the address it listens"
                            + " on, or tell it its name (hostNames)");
        }
        String method = request.getMethod();
        if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            closeAfter(response);
            throw new ProblemException(
                    HttpStatus.METHOD_NOT_ALLOWED_405, "everything here is read-only");
        }
        HttpFields headers = request.getHeaders();
        if (headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0
                || headers.contains(HttpHeader.TRANSFER_ENCODING)) {
            closeAfter(response);
            throw new ProblemException(
                    HttpStatus.PAYLOAD_TOO_LARGE_413, "nothing here takes a body");
        }
    }

    /** What else comes on the connection is not to be read. */
    private static void closeAfter(Response response) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }

    private void requireToken(Request request, Response response) throws ProblemException {
        String presented = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (!token.passes(Optional.ofNullable(presented))) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"procprobe\"");
            throw new ProblemException(
                    HttpStatus.UNAUTHORIZED_401,
                    presented == null
                            ? "this needs a token: Authorization: Bearer TOKEN"
                            : "this is not the token");
        }
    }

    private void answer(Request request, Response response, Callback callback, String path)
            throws ProblemException {
        Route route = routes.find(path);
        boolean isScrape = path.equals(Routes.METRICS);
        // Scrapers may be told to add parameters of their own.
        Query query = isScrape ? Query.none() : Query.of(request, route.parameters());
        String accept = request.getHeaders().get(HttpHeader.ACCEPT);
        Snapshot latest = services.poller().latest();
        if (latest == null) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            throw new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE_503, "there was no poll yet: ask again soon");
        }
        Call call = new Call(Routes.rest(path), query, accept == null ? "" : accept, latest);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, "private, no-cache");
        headers.put(HttpHeader.VARY, isScrape ? "Accept, Accept-Encoding" : "Accept-Encoding");
        Optional<String> tag = route.tag().tag(call);
        if (tag.isPresent() && isKnown(request, tag.get())) {
            sendNotModified(response, callback, tag.get());
            return;
        }
        send(request, response, callback, route.page().answer(call), tag);
    }

    private void sendAsset(Request request, Response response, Callback callback, String path)
            throws ProblemException {
        Optional<Assets.Asset> asset =
                path.equals("/")
                        ? assets.index()
                        : path.equals("/openapi.json")
                                ? assets.openApi()
                                : path.startsWith(ASSETS)
                                        ? assets.find(path.substring(ASSETS.length()))
                                        : Optional.empty();
        if (asset.isEmpty()) {
            throw new ProblemException(HttpStatus.NOT_FOUND_404, "there is nothing at this path");
        }
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
        String tag = asset.get().tag();
        if (isKnown(request, tag)) {
            sendNotModified(response, callback, tag);
            return;
        }
        send(request, response, callback, asset.get().content(), Optional.of(tag));
    }

    private static void sendNotModified(Response response, Callback callback, String tag) {
        response.setStatus(HttpStatus.NOT_MODIFIED_304);
        response.getHeaders().put(HttpHeader.ETAG, quoted(tag));
        response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    }

    private static void send(
            Request request,
            Response response,
            Callback callback,
            Content content,
            Optional<String> tag) {
        boolean isCompressed =
                content.isWorthCompressing()
                        && acceptsGzip(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING));
        byte[] bytes = isCompressed ? content.compressed() : content.bytes();
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, content.type());
        headers.put(HttpHeader.CONTENT_LENGTH, bytes.length);
        if (isCompressed) {
            headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        // Other bytes have another tag.
        tag.ifPresent(
                text ->
                        headers.put(
                                HttpHeader.ETAG,
                                quoted(isCompressed ? text + COMPRESSED_TAG : text)));
        boolean isHead = HttpMethod.HEAD.is(request.getMethod());
        response.write(true, isHead ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(bytes), callback);
    }

    private static boolean isKnown(Request request, String tag) {
        // No tag of ours has a comma in it.
        String all = String.join(",", request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH));
        for (String value : all.split(",", -1)) {
            String strong = value.strip();
            String known = strong.startsWith("W/") ? strong.substring(2) : strong;
            if (known.equals("*")
                    || known.equals(quoted(tag))
                    || known.equals(quoted(tag + COMPRESSED_TAG))) {
                return true;
            }
        }
        return false;
    }

    private static String quoted(String tag) {
        return '"' + tag + '"';
    }

    static boolean acceptsGzip(String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String each : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = each.split(";", -1);
            if (parts[0].strip().equals("gzip")) {
                return parts.length < 2 || !parts[1].strip().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static Content health(String status) {
        return Json.content(
                json -> {
                    json.writeStartObject();
                    json.writeStringProperty("status", status);
                    json.writeEndObject();
                });
    }
}
