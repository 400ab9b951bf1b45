package io.procprobe.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Keys with their values in a file of YAML. Each mistake is noted with its place, and passed. */
final class Section {
    private final Node node;
    private final Mistakes mistakes;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /** Reads a value; its complaint becomes a mistake. */
    interface Reader<T> {
        T read(String text);
    }

    private Section(MappingNode node, Mistakes mistakes, List<String> known) {
        this.node = node;
        this.mistakes = mistakes;
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                take(key, tuple.getValueNode(), known);
            } else {
                mistakes.add(tuple.getKeyNode(), "a key is a word");
            }
        }
    }

    /** Empty, and noted, when it is no section. */
    static Optional<Section> of(Node node, Mistakes mistakes, List<String> known) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(new Section(mapping, mistakes, known));
        }
        mistakes.add(node, "expected keys with values: " + String.join(", ", known));
        return Optional.empty();
    }

    private void take(ScalarNode key, Node value, List<String> known) {
        String name = key.getValue();
        if (!known.contains(name)) {
            String hint =
                    NearestWord.of(name, known)
                            .map(near -> ": did you mean '" + near + "'?")
                            .orElse(", known are " + String.join(", ", known));
            mistakes.add(key, "unknown key '" + name + "'" + hint);
        } else if (values.putIfAbsent(name, value) != null) {
            mistakes.add(key, "the key '" + name + "' is there twice");
        }
    }

    Node node() {
        return node;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Node node(String key) {
        return values.getOrDefault(key, node);
    }

    <T> Optional<T> read(String key, Reader<T> reader) {
        Node value = values.get(key);
        return value == null ? Optional.empty() : read(value, key, reader);
    }

    private <T> Optional<T> read(Node value, String key, Reader<T> reader) {
        if (!(value instanceof ScalarNode scalar)) {
            mistakes.add(value, "'" + key + "' is one value");
        } else if (scalar.getTag().equals(Tag.NULL)) {
            mistakes.add(value, "'" + key + "' has no value");
        } else {
            try {
                return Optional.of(reader.read(scalar.getValue()));
            } catch (IllegalArgumentException e) {
                mistakes.add(value, e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** The same, and noted when it is not there. */
    <T> Optional<T> require(String key, Reader<T> reader) {
        if (!has(key)) {
            mistakes.add(node, "'" + key + "' is missing");
        }
        return read(key, reader);
    }

    Optional<Section> section(String key, List<String> known) {
        Node value = values.get(key);
        return value == null ? Optional.empty() : of(value, mistakes, known);
    }

    List<Section> sections(String key, List<String> known) {
        List<Section> found = new ArrayList<>();
        for (Node each : list(key)) {
            of(each, mistakes, known).ifPresent(found::add);
        }
        return found;
    }

    <T> List<T> readAll(String key, Reader<T> reader) {
        List<T> found = new ArrayList<>();
        for (Node each : list(key)) {
            read(each, key, reader).ifPresent(found::add);
        }
        return found;
    }

    private List<Node> list(String key) {
        Node value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        mistakes.add(value, "'" + key + "' is a list: begin each entry with '- '");
        return List.of();
    }
}
