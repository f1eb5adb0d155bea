package io.github.emailotp.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.AdminApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The realms of the demo: one for each thing to try, so that none is in the other's way. */
final class DemoRealms {

    private static final String LOGIN = "demo";
    private static final String PASSWORDLESS = "demo-passwordless";
    private static final String RESET = "demo-reset";
    private static final String REGISTER = "demo-register";
    private static final String VERIFY = "demo-verify";
    private static final String LINK = "demo-link";
    private static final String CHOICE = "demo-choice";
    private static final String PROVIDER = "demo-provider";
    private static final List<String> ALL =
            List.of(LOGIN, PASSWORDLESS, RESET, REGISTER, VERIFY, LINK, CHOICE, PROVIDER);

    /** Who lives there; where there are passwords, it is the own name. */
    private static final Map<String, String> PEOPLE = Map.of(
            LOGIN,
            "alice",
            PASSWORDLESS,
            "dave",
            RESET,
            "erin",
            VERIFY,
            "bob",
            LINK,
            "carol",
            PROVIDER,
            "carol",
            CHOICE,
            "frank");

    private final AdminApi admin;
    private final String url;
    private Optional<String> addressOfAll = Optional.empty();

    /** Those of the server with this address. */
    DemoRealms(AdminApi admin, String url) {
        this.admin = admin;
        this.url = url;
    }

    /**
     * Makes those that are not there; what people have changed in the others is kept, but for where mails go.
     *
     * @param address the mail address of all who log in
     */
    void make(Map<String, String> smtpSettings, Optional<String> address) {
        addressOfAll = address;
        ALL.forEach(realm -> {
            if (!admin.hasRealm(realm)) {
                admin.importRealm(representation(realm));
            }
            admin.setSmtp(realm, smtpSettings);
        });
        PEOPLE.forEach((realm, person) -> change(realm, account -> account.put("email", address(person))));
        connect();
    }

    /** Tells one realm where the other is: the server's port may be another one than before. */
    private void connect() {
        String path = LINK + "/identity-provider/instances/" + PROVIDER;
        var provider = (ObjectNode) admin.get(path);
        String endpoints = url + "/realms/" + PROVIDER + "/protocol/openid-connect/";
        ((ObjectNode) provider.required("config"))
                .put("authorizationUrl", endpoints + "auth")
                .put("tokenUrl", endpoints + "token");
        admin.put(path, provider);
    }

    /** What can be tried. */
    List<Exhibit> exhibits() {
        return List.of(
                new Exhibit(
                        "login",
                        "Log in with a code",
                        "After the password, the step mails a code and asks for it.",
                        PEOPLE.get(LOGIN),
                        PEOPLE.get(LOGIN),
                        account(LOGIN),
                        () -> endSessions(LOGIN)),
                new Exhibit(
                        "passwordless",
                        "Log in without a password",
                        "Type the address, and then the code. Whatever other address you type, the page does not tell whether it"
                                + " has an account.",
                        address(PEOPLE.get(PASSWORDLESS)),
                        "",
                        account(PASSWORDLESS),
                        () -> endSessions(PASSWORDLESS)),
                new Exhibit(
                        "reset",
                        "Set a new password after a code",
                        "Follow \"Forgot Password?\": an address, a code and the new password, all in one tab.",
                        address(PEOPLE.get(RESET)),
                        "",
                        account(RESET),
                        this::forgetPassword),
                new Exhibit(
                        "register",
                        "Register with a code",
                        "Follow \"Register\": the address is proven before there is an account.",
                        address("newcomer"),
                        "",
                        account(REGISTER),
                        this::forgetNewcomers),
                new Exhibit(
                        "verify",
                        "Verify an address by a code",
                        "The account's address is not verified. In the place of Keycloak's mailed link, a code is asked for in the"
                                + " same tab. Registration ends so, too.",
                        PEOPLE.get(VERIFY),
                        PEOPLE.get(VERIFY),
                        account(VERIFY),
                        this::forgetVerification),
                new Exhibit(
                        "link",
                        "Link an account by a code",
                        "Another realm is the identity provider. Whoever comes from there has an account here, with the same"
                                + " address: choose to add it to that account, and a code shows that it is yours.",
                        PEOPLE.get(LINK),
                        PEOPLE.get(LINK),
                        account(LINK),
                        this::forgetLink),
                new Exhibit(
                        "choice",
                        "Set up the code as a second factor",
                        "The password alone is enough, until the code is set up in the account console: from then on a login asks for"
                                + " it, until it is deleted there.",
                        PEOPLE.get(CHOICE),
                        PEOPLE.get(CHOICE),
                        URI.create(account(CHOICE) + "/account-security/signing-in"),
                        this::forgetChoice));
    }

    /** Deletes them, with all that people have changed. */
    void delete() {
        ALL.forEach(admin::delete);
    }

    private void forgetPassword() {
        endSessions(RESET);
        change(
                RESET,
                account -> account.putArray("credentials")
                        .addObject()
                        .put("type", "password")
                        .put("value", PEOPLE.get(RESET)));
    }

    private void forgetNewcomers() {
        admin.get(REGISTER + "/users")
                .forEach(account ->
                        admin.deleteUser(REGISTER, account.required("id").asText()));
    }

    private void forgetVerification() {
        endSessions(VERIFY);
        change(VERIFY, account -> account.put("emailVerified", false).putArray("requiredActions"));
    }

    private void forgetLink() {
        endSessions(LINK);
        endSessions(PROVIDER);
        String links = LINK + "/users/" + person(LINK) + "/federated-identity";
        if (!admin.get(links).isEmpty()) {
            admin.delete(links + "/" + PROVIDER);
        }
        change(LINK, account -> account.put("emailVerified", false));
    }

    private void forgetChoice() {
        endSessions(CHOICE);
        String credentials = CHOICE + "/users/" + person(CHOICE) + "/credentials";
        admin.get(credentials).forEach(credential -> {
            if (!credential.path("type").asText().equals("password")) {
                admin.delete(credentials + "/" + credential.required("id").asText());
            }
        });
    }

    private void endSessions(String realm) {
        admin.post(realm + "/logout-all", Map.of());
    }

    private void change(String realm, Consumer<ObjectNode> change) {
        admin.updateUser(realm, person(realm), change);
    }

    private String address(String person) {
        return addressOfAll.orElse(person + "@example.test");
    }

    /** The id. */
    private String person(String realm) {
        return admin.get(realm + "/users?exact=true&username=" + PEOPLE.get(realm))
                .required(0)
                .required("id")
                .asText();
    }

    private URI account(String realm) {
        return URI.create(url + "/realms/" + realm + "/account");
    }

    private static ObjectNode representation(String realm) {
        try (InputStream in = DemoRealms.class.getResourceAsStream("/" + realm + "-realm.json")) {
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
