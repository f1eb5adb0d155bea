package io.github.emailotp.server.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Changes a flow as an administrator does it in the console. Steps are named by their provider's id, sub-flows by their
 * name; what is added comes last in its sub-flow, disabled, as Keycloak adds it.
 *
 * <p>Every method throws {@link IllegalStateException} if there is no such step or sub-flow, or if the server refuses.
 */
public final class FlowEditor {

    private final AdminApi admin;
    private final String realm;
    private final String flow;

    private FlowEditor(AdminApi admin, String realm, String flow) {
        this.admin = admin;
        this.realm = realm;
        this.flow = flow;
    }

    /** Duplicates a flow; the sub-flows of the copy have its name in front of theirs. */
    public static FlowEditor duplicate(TestRealm realm, String original, String copy) {
        realm.admin()
                .post(
                        realm.name() + "/authentication/flows/" + AdminConnection.encoded(original) + "/copy",
                        Map.of("newName", copy));
        return new FlowEditor(realm.admin(), realm.name(), copy);
    }

    /** Changes a flow that is there. */
    public static FlowEditor of(TestRealm realm, String alias) {
        return new FlowEditor(realm.admin(), realm.name(), alias);
    }

    /** Makes an empty flow. */
    public static FlowEditor create(TestRealm realm, String alias) {
        realm.admin()
                .create(
                        realm.name() + "/authentication/flows",
                        Map.of("alias", alias, "providerId", "basic-flow", "topLevel", true, "builtIn", false));
        return new FlowEditor(realm.admin(), realm.name(), alias);
    }

    /** Deletes the whole flow, which must not be bound any more. */
    public void delete() {
        for (JsonNode candidate : admin.get(realm + "/authentication/flows")) {
            if (candidate.required("alias").asText().equals(flow)) {
                admin.delete(realm + "/authentication/flows/"
                        + candidate.required("id").asText());
                return;
            }
        }
        throw new IllegalStateException("no flow " + flow);
    }

    /** The name of the sub-flow that a step stands in. */
    public String flowOf(String provider) {
        List<JsonNode> executions = executions();
        int index = executions.indexOf(step(provider));
        int level = executions.get(index).required("level").asInt();
        for (int i = index; i >= 0; i--) {
            if (executions.get(i).required("level").asInt() < level) {
                return executions.get(i).required("displayName").asText();
            }
        }
        return flow;
    }

    public FlowEditor addStep(String provider, String requirement, String subFlow) {
        admin.post(path(subFlow) + "/executions/execution", Map.of("provider", provider));
        return require(last(provider), requirement);
    }

    public FlowEditor addSubFlow(String name, String requirement, String subFlow) {
        return addSubFlow(name, "basic-flow", requirement, subFlow);
    }

    /** Adds the form of a registration, without any action. */
    public FlowEditor addForm(String name, String requirement, String subFlow) {
        return addSubFlow(name, "form-flow", requirement, subFlow);
    }

    private FlowEditor addSubFlow(String name, String type, String requirement, String subFlow) {
        admin.post(
                path(subFlow) + "/executions/flow",
                Map.of("alias", name, "type", type, "provider", "registration-page-form", "description", ""));
        return require(subFlow(name), requirement);
    }

    /** Sets the requirement of the first step of this provider. */
    public FlowEditor require(String provider, String requirement) {
        return require(step(provider), requirement);
    }

    /** Sets the requirement of a sub-flow. */
    public FlowEditor requireSubFlow(String name, String requirement) {
        return require(subFlow(name), requirement);
    }

    public FlowEditor deleteStep(String provider) {
        return delete(step(provider));
    }

    public FlowEditor deleteSubFlow(String name) {
        return delete(subFlow(name));
    }

    /** Saves the config of a step. */
    public FlowEditor configure(String provider, Map<String, String> config) {
        admin.post(
                realm + "/authentication/executions/" + id(step(provider)) + "/config",
                Map.of("alias", flow + " " + provider, "config", config));
        return this;
    }

    /** The config of the first step of this provider; empty if it has none. */
    public Map<String, String> settings(String provider) {
        Map<String, String> settings = new HashMap<>();
        String config = step(provider).path("authenticationConfig").asText();
        if (!config.isEmpty()) {
            admin.get(realm + "/authentication/config/" + config)
                    .required("config")
                    .fields()
                    .forEachRemaining(setting ->
                            settings.put(setting.getKey(), setting.getValue().asText()));
        }
        return settings;
    }

    /** Whether the flow has a step of this provider. */
    public boolean has(String provider) {
        return executions().stream().anyMatch(is("providerId", provider));
    }

    /** The id of the first step of this provider. */
    public String id(String provider) {
        return id(step(provider));
    }

    /** All of it, in its order: each step or sub-flow with how deep it stands and its requirement. */
    public List<String> steps() {
        return executions().stream()
                .map(execution -> "%s %s %s"
                        .formatted(
                                execution.required("level").asText(),
                                execution.path("providerId").asText("sub-flow"),
                                execution.required("requirement").asText()))
                .toList();
    }

    private FlowEditor require(JsonNode execution, String requirement) {
        ((ObjectNode) execution).put("requirement", requirement);
        admin.put(path(flow) + "/executions", execution);
        return this;
    }

    private FlowEditor delete(JsonNode execution) {
        admin.delete(realm + "/authentication/executions/" + id(execution));
        return this;
    }

    private JsonNode step(String provider) {
        return all(is("providerId", provider), provider).get(0);
    }

    private JsonNode last(String provider) {
        List<JsonNode> found = all(is("providerId", provider), provider);
        return found.get(found.size() - 1);
    }

    private JsonNode subFlow(String name) {
        return all(is("displayName", name), name).get(0);
    }

    private List<JsonNode> all(Predicate<JsonNode> wanted, String what) {
        List<JsonNode> found = executions().stream().filter(wanted).toList();
        if (found.isEmpty()) {
            throw new IllegalStateException("flow " + flow + " has no " + what + ": " + executions());
        }
        return found;
    }

    private List<JsonNode> executions() {
        var executions = new ArrayList<JsonNode>();
        admin.get(path(flow) + "/executions").forEach(executions::add);
        return executions;
    }

    private String path(String subFlow) {
        return realm + "/authentication/flows/" + AdminConnection.encoded(subFlow);
    }

    private static Predicate<JsonNode> is(String field, String value) {
        return execution -> execution.path(field).asText().equals(value);
    }

    private static String id(JsonNode execution) {
        return execution.required("id").asText();
    }
}
