package io.github.emailotp.server.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keycloak's admin REST API, as far as the tests and the demo need it. Safe for use by several threads.
 *
 * <p>Paths are relative to {@code /admin/realms/}, begin with the realm's name, and are encoded by the caller. Every method
 * throws {@link IllegalStateException} with method, path, status and answer if the server does not answer 2xx.
 */
public final class AdminApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STEP = "auth-email-otp-form";

    private final AdminConnection connection;

    /** Logs in at the first request. */
    public AdminApi(String server, String user, String password) {
        connection = new AdminConnection(server, user, password);
    }

    public JsonNode get(String path) {
        return connection.send("GET", path, MissingNode.getInstance()).body();
    }

    /** Answers the body, a missing node if there is none. */
    public JsonNode post(String path, Object body) {
        return connection.send("POST", path, JSON.valueToTree(body)).body();
    }

    /** Posts the fields of a form, where it takes nothing else. */
    public void postForm(String path, Map<String, String> fields) {
        connection.post(path, fields);
    }

    /** Posts {@code body} and answers the id of what it made, from the header {@code Location}. */
    public String create(String path, Object body) {
        String location = connection.send("POST", path, JSON.valueToTree(body)).location();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    public void put(String path, Object body) {
        connection.send("PUT", path, JSON.valueToTree(body));
    }

    public void delete(String path) {
        connection.send("DELETE", path, MissingNode.getInstance());
    }

    /** Makes the realm; one of the same name that is there already is deleted first, with all that is in it. */
    public void importRealm(JsonNode realm) {
        String name = realm.required("realm").asText();
        if (hasRealm(name)) {
            delete(name);
        }
        post("", realm);
    }

    public boolean hasRealm(String name) {
        return get("?briefRepresentation=true").findValuesAsText("realm").contains(name);
    }

    /** Reads the realm, lets {@code change} alter it, writes it. */
    public void updateRealm(String realm, Consumer<ObjectNode> change) {
        update(realm, change);
    }

    /** Replaces the realm's SMTP settings. */
    public void setSmtp(String realm, Map<String, String> settings) {
        updateRealm(realm, representation -> representation.set("smtpServer", JSON.valueToTree(settings)));
    }

    /** An enabled user with a complete profile and a verified address; answers its id. */
    public String createUser(String realm, String username, String email, String userPassword) {
        return create(
                realm + "/users",
                Map.of(
                        "username",
                        username,
                        "email",
                        email,
                        "emailVerified",
                        true,
                        "enabled",
                        true,
                        "firstName",
                        "Test",
                        "lastName",
                        "User",
                        "credentials",
                        List.of(Map.of("type", "password", "value", userPassword))));
    }

    /** Reads the user, lets {@code change} alter it, writes it. */
    public void updateUser(String realm, String id, Consumer<ObjectNode> change) {
        update(realm + "/users/" + id, change);
    }

    public void deleteUser(String realm, String id) {
        delete(realm + "/users/" + id);
    }

    /** The last 100 events of a user, newest first. */
    public List<JsonNode> events(String realm, String userId) {
        var events = new ArrayList<JsonNode>();
        get(realm + "/events?max=10000&user=" + userId).forEach(events::add);
        return events;
    }

    public void clearEvents(String realm) {
        delete(realm + "/events");
    }

    /** What the realm's brute-force protection knows of a user: {@code numFailures}, {@code disabled} and more. */
    public JsonNode bruteForceStatus(String realm, String userId) {
        return get(realm + "/attack-detection/brute-force/users/" + userId);
    }

    /** As {@link #stepConfig(String, String, Map)}, in the realm's browser flow. */
    public void stepConfig(String realm, Map<String, String> config) {
        stepConfig(realm, get(realm).required("browserFlow").asText(), config);
    }

    /**
     * Replaces the config of the email code step in a flow; an empty map leaves the step without any config.
     *
     * @throws IllegalStateException if the flow has no such step
     */
    public void stepConfig(String realm, String flow, Map<String, String> config) {
        JsonNode step = step(realm, flow);
        if (step.hasNonNull("authenticationConfig")) {
            delete(realm + "/authentication/config/"
                    + step.path("authenticationConfig").asText());
        }
        if (!config.isEmpty()) {
            post(
                    realm + "/authentication/executions/" + step.required("id").asText() + "/config",
                    Map.of("alias", flow + " settings", "config", config));
        }
    }

    private JsonNode step(String realm, String flow) {
        for (JsonNode execution :
                get(realm + "/authentication/flows/" + AdminConnection.encoded(flow) + "/executions")) {
            if (STEP.equals(execution.path("providerId").asText())) {
                return execution;
            }
        }
        throw new IllegalStateException("flow '" + flow + "' has no step " + STEP);
    }

    private void update(String path, Consumer<ObjectNode> change) {
        var representation = (ObjectNode) get(path);
        change.accept(representation);
        put(path, representation);
    }
}
