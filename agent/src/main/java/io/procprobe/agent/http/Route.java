package io.procprobe.agent.http;

import java.util.List;
import java.util.Optional;

/**
 * What stands at a path.
 *
 * @param parameters that it knows
 * @param tag of what is there now: answers with the same tag are the same; empty when none is
 * @param page gives the answer
 */
record Route(List<String> parameters, Tagger tag, Page page) {
    /** Gives the answer to a request. */
    interface Page {
        Content answer(Call call) throws ProblemException;
    }

    /** Gives a tag without rendering anything. */
    interface Tagger {
        Optional<String> tag(Call call);
    }
}
