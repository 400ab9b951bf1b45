package io.procprobe.agent.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server itself finds wrong with a request, told as everything else is. */
final class ProblemErrors extends ErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    /** Nothing of the cause: it is for the log, and may name what is nobody's business. */
    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            String message,
            Throwable cause,
            Callback callback) {
        AgentHandler.putSecurity(response.getHeaders());
        if (code == HttpStatus.BAD_REQUEST_400
                || code == HttpStatus.URI_TOO_LONG_414
                || code == HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        AgentHandler.sendProblem(request, response, callback, code, detail(code));
    }

    private static String detail(int code) {
        return switch (code) {
            case HttpStatus.BAD_REQUEST_400 -> "this is not a request that can be understood";
            case HttpStatus.URI_TOO_LONG_414 -> "the path is too long";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "the headers are too large";
            case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "the agent has failed, see its log";
            default -> HttpStatus.getMessage(code);
        };
    }
}
