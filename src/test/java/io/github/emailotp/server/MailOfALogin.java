package io.github.emailotp.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** A login that asks for a mail, and where the server tells what becomes of it. */
abstract class MailOfALogin {

    final TestRealm realm;
    final MailServer mail;
    final TestUser user;
    final LoginClient client;

    MailOfALogin(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    Page begin() {
        client.openLogin();
        return client.password(user);
    }

    /** As the page's script asks. */
    void awaitState(String state) {
        String url = sendingUrl();
        LoginClient script = realm.newClient();
        Patience.until(
                "the state " + state, () -> script.get(URI.create(url)).text().contains("\"" + state + "\""));
    }

    String sendingUrl() {
        return client.page().document().select("#email-otp-form").attr("data-sending-url");
    }

    List<String> reasons(String error) {
        Stream<JsonNode> events = realm.events(user).stream();
        return events.filter(event -> event.path("error").asText().equals(error))
                .map(event -> event.path("details").path("reason").asText())
                .toList();
    }
}
