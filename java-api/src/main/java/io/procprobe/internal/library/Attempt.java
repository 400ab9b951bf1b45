package io.procprobe.internal.library;

import java.nio.file.FileSystemException;

/**
 * One way of getting at the library that was tried.
 *
 * @param what what was tried, for a person
 * @param failure why it did not work; null when it did
 */
public record Attempt(String what, Throwable failure) {
    /** In one line, whatever lines the failure has. */
    public String describe() {
        return (what + ": " + (failure == null ? "loaded" : reason())).replaceAll("\\R+\\s*", " ");
    }

    private String reason() {
        String kind = failure.getClass().getSimpleName();
        String message = failure.getMessage();
        if (message == null) {
            return kind;
        }
        // The message of these is a path and nothing else; what happened is in their name.
        return failure instanceof FileSystemException ? kind + " " + message : message;
    }
}
