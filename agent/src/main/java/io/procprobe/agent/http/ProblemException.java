package io.procprobe.agent.http;

/** A request that is not answered as it was asked, with the status that says so. */
final class ProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    ProblemException(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
