package io.github.emailotp.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.Passkeys;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The realms of the demo: one for each thing to try, so that none is in the other's way. */
final class DemoRealms {

    private static final String THIS_MACHINE = "127.0.0.0/8##::1";
    private static final String ANOTHER_NETWORK = "192.0.2.0/24";

    private final AdminApi admin;
    private final String url;
    private final DemoRealm login;
    private final DemoRealm passwordless;
    private final DemoRealm passkey;
    private final DemoRealm reset;
    private final DemoRealm register;
    private final DemoRealm verify;
    private final DemoRealm link;
    private final DemoRealm provider;
    private final DemoRealm choice;
    private final DemoRealm trust;
    private final DemoRealm network;
    private final DemoRealm report;

    /**
     * Those of the server with this address.
     *
     * @param address the mail address of all who log in; empty for one each
     */
    DemoRealms(AdminApi admin, String url, Optional<String> address) {
        this.admin = admin;
        this.url = url;
        login = new DemoRealm(admin, url, "demo", "alice", address);
        passwordless = new DemoRealm(admin, url, "demo-passwordless", "dave", address);
        passkey = new DemoRealm(admin, url, "demo-passkey", "judy", address);
        reset = new DemoRealm(admin, url, "demo-reset", "erin", address);
        register = new DemoRealm(admin, url, "demo-register", "newcomer", address);
        verify = new DemoRealm(admin, url, "demo-verify", "bob", address);
        link = new DemoRealm(admin, url, "demo-link", "carol", address);
        provider = new DemoRealm(admin, url, "demo-provider", "carol", address);
        choice = new DemoRealm(admin, url, "demo-choice", "frank", address);
        trust = new DemoRealm(admin, url, "demo-trust", "grace", address);
        network = new DemoRealm(admin, url, "demo-network", "heidi", address);
        report = new DemoRealm(admin, url, "demo-report", "ivan", address);
    }

    private Stream<DemoRealm> all() {
        return Stream.concat(inhabited(), Stream.of(register));
    }

    private Stream<DemoRealm> inhabited() {
        return Stream.of(login, passwordless, passkey, reset, verify, link, provider, choice, trust, network, report);
    }

    /** Makes those that are not there; what people have changed in the others is kept, but for where mails go. */
    void make(Map<String, String> smtpSettings) {
        all().forEach(realm -> {
            if (!admin.hasRealm(realm.name())) {
                admin.importRealm(realm.representation());
            }
            admin.setSmtp(realm.name(), smtpSettings);
        });
        inhabited().forEach(DemoRealm::setAddress);
        connect();
        new Passkeys(admin, passkey.name()).enable(true);
    }

    /** Tells one realm where the other is: the server's port may be another one than before. */
    private void connect() {
        String path = link.name() + "/identity-provider/instances/" + provider.name();
        var connection = (ObjectNode) admin.get(path);
        String endpoints = url + "/realms/" + provider.name() + "/protocol/openid-connect/";
        ((ObjectNode) connection.required("config"))
                .put("authorizationUrl", endpoints + "auth")
                .put("tokenUrl", endpoints + "token");
        admin.put(path, connection);
    }

    /** What can be tried. */
    List<Exhibit> exhibits() {
        return List.of(
                withPassword(
                        login,
                        "login",
                        "Log in with a code",
                        "After the password, the step mails a code and asks for it.",
                        login.account(),
                        login::endSessions),
                withAddress(
                        passwordless,
                        "passwordless",
                        "Log in without a password",
                        "Type the address, and then the code. Whatever other address you type, the page does not tell whether it"
                                + " has an account.",
                        passwordless.account(),
                        passwordless::endSessions),
                withAddress(
                        passkey,
                        "passkey",
                        "Log in with a passkey",
                        "The first time, type the address, and then the code, and set up a passkey in the account console. Sign out: the"
                                + " next login takes the passkey, and mails no code.",
                        passkey.signingIn(),
                        () -> forgetCredentials(passkey)),
                withAddress(
                        reset,
                        "reset",
                        "Set a new password after a code",
                        "Follow \"Forgot Password?\": an address, a code and the new password, all in one tab.",
                        reset.account(),
                        this::forgetPassword),
                withAddress(
                        register,
                        "register",
                        "Register with a code",
                        "Follow \"Register\": the address is proven before there is an account.",
                        register.account(),
                        register::deletePeople),
                withPassword(
                        verify,
                        "verify",
                        "Verify an address by a code",
                        "The account's address is not verified. In the place of Keycloak's mailed link, a code is asked for in the"
                                + " same tab. Registration ends so, too.",
                        verify.account(),
                        this::forgetVerification),
                withPassword(
                        link,
                        "link",
                        "Link an account by a code",
                        "Another realm is the identity provider. Whoever comes from there has an account here, with the same"
                                + " address: choose to add it to that account, and a code shows that it is yours.",
                        link.account(),
                        this::forgetLink),
                withPassword(
                        choice,
                        "choice",
                        "Set up the code as a second factor",
                        "The password alone is enough, until the code is set up in the account console: from then on a login asks for"
                                + " it, until it is deleted there.",
                        choice.signingIn(),
                        () -> forgetCredentials(choice)),
                withPassword(
                        trust,
                        "trust",
                        "Trust a browser",
                        "Tick the box on the page of the code. Sign out and log in again: no code is asked for, until the browser is"
                                + " deleted in the account console.",
                        trust.signingIn(),
                        () -> forgetCredentials(trust)),
                withPassword(
                        network,
                        "inside",
                        "Log in inside of a trusted network",
                        "This machine's network is trusted: after the password, no code is asked for.",
                        network.account(),
                        () -> trustNetworks(THIS_MACHINE)),
                withPassword(
                        network,
                        "outside",
                        "Log in outside of trusted networks",
                        "The same realm, but another network is trusted than this machine's: a code is asked for.",
                        network.account(),
                        () -> trustNetworks(ANOTHER_NETWORK)),
                withPassword(
                        report,
                        "report",
                        "Say that it was not you",
                        "Log in as a stranger who knows the password, as far as the page of the code. Then follow \"It was not me\" in"
                                + " the mail: that login is over, and the next one demands a new password.",
                        report.account(),
                        report::replacePeople));
    }

    private static Exhibit withPassword(
            DemoRealm realm, String name, String title, String says, URI start, Runnable rewind) {
        return new Exhibit(name, title, says, realm.person(), realm.person(), start, rewind);
    }

    private static Exhibit withAddress(
            DemoRealm realm, String name, String title, String says, URI start, Runnable rewind) {
        return new Exhibit(name, title, says, realm.address(), "", start, rewind);
    }

    /** Deletes them, with all that people have changed. */
    void delete() {
        all().map(DemoRealm::name).forEach(admin::delete);
    }

    private void forgetPassword() {
        reset.endSessions();
        reset.setPassword();
    }

    private void forgetVerification() {
        verify.endSessions();
        verify.change(account -> account.put("emailVerified", false).putArray("requiredActions"));
    }

    private void forgetLink() {
        link.endSessions();
        provider.endSessions();
        String links = link.name() + "/users/" + link.id() + "/federated-identity";
        if (!admin.get(links).isEmpty()) {
            admin.delete(links + "/" + provider.name());
        }
        link.change(account -> account.put("emailVerified", false));
    }

    private static void forgetCredentials(DemoRealm realm) {
        realm.endSessions();
        realm.deleteCredentials();
    }

    private void trustNetworks(String networks) {
        network.endSessions();
        network.trustNetworks(networks);
    }
}
