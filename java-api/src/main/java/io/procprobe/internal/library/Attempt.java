package io.procprobe.internal.library;

/**
 * One way of getting at the library that was tried.
 *
 * @param what what was tried, for a person
 * @param failure why it did not work; null when it did
 */
public record Attempt(String what, Throwable failure) {
    /** In one line. */
    public String describe() {
        if (failure == null) {
            return what + ": loaded";
        }
        String message = failure.getMessage();
        return what + ": " + (message == null ? failure.getClass().getSimpleName() : message);
    }
}
