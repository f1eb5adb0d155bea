package io.github.emailotp.server;

import io.github.emailotp.server.harness.Browser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a screen reader would say of our part of a page, line by line: Chromium's own tree of what is accessible, read aloud. */
final class Spoken {

    private static final Set<String> NAMED = Set.of("heading", "button", "link");

    private final Map<String, Map<String, Object>> nodes = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    private Spoken() {}

    @SuppressWarnings("unchecked")
    static List<String> of(Browser browser) {
        var spoken = new Spoken();
        var tree = (List<Map<String, Object>>) browser.driver()
                .executeCdpCommand("Accessibility.getFullAXTree", Map.of())
                .get("nodes");
        tree.forEach(node -> spoken.nodes.put((String) node.get("nodeId"), node));
        tree.stream().filter(node -> role(node).equals("main")).forEach(spoken::read);
        return spoken.lines;
    }

    @SuppressWarnings("unchecked")
    private void read(Map<String, Object> node) {
        String role = role(node);
        if (role.equals("textbox")) {
            lines.add(text(node, "name") + properties(node) + description(node));
        } else if (NAMED.contains(role)) {
            lines.add(role + ": " + text(node, "name") + properties(node));
        } else if (role.equals("paragraph") || role.equals("status")) {
            add(inner(node));
        } else if (!role.equals("LabelText") && !role.equals("combobox")) {
            if (role.equals("StaticText")) {
                add(text(node, "name"));
            }
            children(node).forEach(this::read);
        }
    }

    private void add(String text) {
        if (!text.isBlank()) {
            lines.add(text.strip());
        }
    }

    private String inner(Map<String, Object> node) {
        if (role(node).equals("StaticText")) {
            return text(node, "name");
        }
        StringBuilder text = new StringBuilder();
        children(node).forEach(child -> text.append(inner(child)));
        return text.toString();
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> children(Map<String, Object> node) {
        return ((List<String>) node.getOrDefault("childIds", List.of()))
                .stream().map(nodes::get).filter(child -> child != null).toList();
    }

    @SuppressWarnings("unchecked")
    private static String properties(Map<String, Object> node) {
        StringBuilder said = new StringBuilder();
        for (var property : (List<Map<String, Object>>) node.getOrDefault("properties", List.of())) {
            String name = (String) property.get("name");
            Object value = ((Map<String, Object>) property.get("value")).get("value");
            if (Set.of("disabled", "required", "invalid").contains(name)
                    && String.valueOf(value).equals("true")) {
                said.append(", ").append(name);
            }
        }
        return said.toString();
    }

    private static String description(Map<String, Object> node) {
        return Optional.of(text(node, "description"))
                .filter(text -> !text.isBlank())
                .map(text -> ", " + text.strip())
                .orElse("");
    }

    private static String role(Map<String, Object> node) {
        return text(node, "role");
    }

    @SuppressWarnings("unchecked")
    private static String text(Map<String, Object> node, String property) {
        Object value = ((Map<String, Object>) node.getOrDefault(property, Map.of())).get("value");
        return value == null ? "" : value.toString();
    }
}
