package io.procprobe.agent.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** The parameters of a request: only those that are known, each once. */
final class Query {
    private static final int MOST_CHARACTERS = 256;

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    static Query of(Request request, List<String> known) throws ProblemException {
        Map<String, String> values = new TreeMap<>();
        for (Fields.Field field : fields(request)) {
            String name = field.getName();
            if (!known.contains(name)) {
                String hint =
                        known.isEmpty()
                                ? "there are none here"
                                : "known are " + String.join(", ", known);
                throw bad("unknown parameter '" + name + "': " + hint);
            }
            if (field.getValues().size() > 1) {
                throw bad("the parameter '" + name + "' is there twice");
            }
            String value = field.getValue();
            if (value == null || value.length() > MOST_CHARACTERS) {
                throw bad("the parameter '" + name + "' is too long");
            }
            values.put(name, value);
        }
        return new Query(values);
    }

    static Query none() {
        return new Query(Map.of());
    }

    private static Fields fields(Request request) throws ProblemException {
        try {
            return Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw bad("the parameters are not encoded as they must be");
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Between these, both included. */
    OptionalLong number(String name, long least, long most) throws ProblemException {
        String text = values.get(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        long number = number(name, text);
        if (number < least || number > most) {
            throw bad("'" + name + "' is from " + least + " to " + most);
        }
        return OptionalLong.of(number);
    }

    String oneOf(String name, List<String> choices, String otherwise) throws ProblemException {
        String text = values.getOrDefault(name, otherwise);
        if (values.containsKey(name) && !choices.contains(text)) {
            throw bad("'" + name + "' is one of " + String.join(", ", choices));
        }
        return text;
    }

    /** Equal for requests that are answered alike. */
    String canonical() {
        return values.toString();
    }

    static ProblemException bad(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST_400, detail);
    }

    private static long number(String name, String text) throws ProblemException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw bad("'" + name + "' is a whole number");
        }
    }
}
