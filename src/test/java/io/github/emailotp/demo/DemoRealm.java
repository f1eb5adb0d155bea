package io.github.emailotp.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.AdminApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A realm of the demo.
 *
 * @param url the server's address
 * @param name the realm's, and in front of that of its file
 * @param person who lives there, or registers; where there is a password, it is the own name
 * @param addressOfAll the mail address of all who log in; empty for one each
 */
record DemoRealm(AdminApi admin, String url, String name, String person, Optional<String> addressOfAll) {

    private static final String NETWORK_CONDITION = "conditional-email-otp-network";

    URI account() {
        return URI.create(url + "/realms/" + name + "/account");
    }

    /** The page of the account console that lists credentials. */
    URI signingIn() {
        return URI.create(account() + "/account-security/signing-in");
    }

    String address() {
        return addressOfAll.orElse(person + "@example.test");
    }

    void endSessions() {
        admin.post(name + "/logout-all", Map.of());
    }

    void change(Consumer<ObjectNode> change) {
        admin.updateUser(name, id(), change);
    }

    String id() {
        return accounts("?exact=true&username=" + person)
                .required(0)
                .required("id")
                .asText();
    }

    private JsonNode accounts(String which) {
        return admin.get(name + "/users" + which);
    }

    void setAddress() {
        change(account -> account.put("email", address()));
    }

    void setPassword() {
        change(account -> account.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", person));
    }

    /** All but the password. */
    void deleteCredentials() {
        String credentials = name + "/users/" + id() + "/credentials";
        admin.get(credentials).forEach(credential -> {
            if (!credential.path("type").asText().equals("password")) {
                admin.delete(credentials + "/" + credential.required("id").asText());
            }
        });
    }

    void deletePeople() {
        accounts("")
                .forEach(
                        account -> admin.deleteUser(name, account.required("id").asText()));
    }

    /** Everybody as in the file: other accounts than before, of whom nothing is known. */
    void replacePeople() {
        deletePeople();
        representation().required("users").forEach(account -> admin.post(name + "/users", account));
        setAddress();
    }

    /** In the place of those that the condition has trusted. */
    void trustNetworks(String networks) {
        String flow = admin.get(name).required("browserFlow").asText();
        admin.get(name + "/authentication/flows/" + flow.replace(" ", "%20") + "/executions")
                .forEach(step -> {
                    if (step.path("providerId").asText().equals(NETWORK_CONDITION)) {
                        String settings = name + "/authentication/config/"
                                + step.required("authenticationConfig").asText();
                        var changed = (ObjectNode) admin.get(settings);
                        changed.putObject("config").put("networks", networks);
                        admin.put(settings, changed);
                    }
                });
    }

    /** What the file says. */
    ObjectNode representation() {
        try (InputStream in = DemoRealm.class.getResourceAsStream("/" + name + "-realm.json")) {
            var representation = (ObjectNode) new ObjectMapper().readTree(in);
            // The file's own theme is the folder that docker-compose.yml mounts; here the jar alone must do.
            representation.remove("loginTheme");
            representation.remove("emailTheme");
            return representation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
