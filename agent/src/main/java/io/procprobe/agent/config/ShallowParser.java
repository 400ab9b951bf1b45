package io.procprobe.agent.config;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * A parser that ends where a text is nested deeper than any configuration: what composes nodes of
 * it calls itself for each level, and would run out of stack.
 */
final class ShallowParser implements Parser {
    private static final int MOST_LEVELS = 32;

    private final Parser parser;
    private int level;

    ShallowParser(Parser parser) {
        this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> level++;
            case MappingEnd, SequenceEnd -> level--;
            default -> {}
        }
        if (level > MOST_LEVELS) {
            throw new ParserException(
                    "nested more than " + MOST_LEVELS + " levels deep", event.getStartMark());
        }
        return event;
    }
}
