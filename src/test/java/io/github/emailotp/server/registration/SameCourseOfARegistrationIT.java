package io.github.emailotp.server.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.Likeness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever address is typed, nothing that the server answers tells whether it has an account, before the right code. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The course of a registration")
class SameCourseOfARegistrationIT {

    private static final int TRIES = 5;
    private static final String WRONG = "000000000";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final RegisteringRealm registering;
    private final List<Visitor> visitors = new ArrayList<>();
    private final Map<String, String> settings =
            new HashMap<>(Map.of("resendCooldown", "10", "mailsPer5Minutes", "2", "delivery", "wait"));

    /** Somebody who registers, in a browser of their own. */
    private record Visitor(String kind, String address, LoginClient client) {}

    SameCourseOfARegistrationIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.registering = new RegisteringRealm(realm);
    }

    @BeforeEach
    void open() {
        registering.open();
        registering.set(settings -> settings.put("internationalizationEnabled", true)
                .put("defaultLocale", "en")
                .putPOJO("supportedLocales", List.of("en", "de", "fr", "es")));
        registering.configure(settings);
    }

    @AfterEach
    void close() {
        registering.close();
    }

    /** The account has another language than the browser. */
    @ParameterizedTest
    @CsvSource("de, fr")
    void isTheSameForAllAddresses(String language, String languageOfTheAccount) {
        compareAllAddresses(language, languageOfTheAccount);
    }

    @Tag("seldom")
    @ParameterizedTest
    @CsvSource({"en, de", "fr, es", "es, en"})
    void isTheSameForAllAddressesInOtherLanguages(String language, String languageOfTheAccount) {
        compareAllAddresses(language, languageOfTheAccount);
    }

    private void compareAllAddresses(String language, String languageOfTheAccount) {
        arrive(language, languageOfTheAccount);
        all("the address page", visitor -> {});
        all("the address", SameCourseOfARegistrationIT::type);
        assertThat(visitors.get(0).client().page().document().select("html").attr("lang"))
                .isEqualTo(language);
        all("a reload", visitor -> visitor.client().reload());
        all("a look", visitor -> visitor.client().submit(Map.of("look", "true")));
        all("too soon", visitor -> visitor.client().resend());
        visitors.forEach(visitor -> Patience.untilResendIsOffered(visitor.client()));
        all("another mail", visitor -> visitor.client().resend());
        visitors.forEach(visitor -> Patience.untilResendIsOffered(visitor.client()));
        all("one mail too many", visitor -> visitor.client().resend());
        all("a reload after that", visitor -> visitor.client().reload());
        all("half a code", visitor -> visitor.client().submit(Map.of("oneTimeCode", "123")));
        for (int i = 1; i <= TRIES + 1; i++) {
            all("wrong code " + i, visitor -> visitor.client().submit(Map.of("oneTimeCode", WRONG)));
        }
        all("a reload at the end", visitor -> visitor.client().reload());
        all("a new beginning", visitor -> visitor.client().follow("#email-otp-restart"));
        all("the address again", SameCourseOfARegistrationIT::type);
        server.awaitEmptyOutbox();
        visitors.forEach(visitor ->
                assertThat(mail.mailsTo(visitor.address())).as(visitor.kind()).hasSize(2));
    }

    /** The mailbox is no part of the realm: that it does not exist is told of each. */
    @Test
    void isTheSameWhereTheMailServerRefuses() {
        arrive("en", "de");
        mail.respond(MailServer.Response.REJECT);
        try {
            all("the address", SameCourseOfARegistrationIT::type);
            all("a reload", visitor -> visitor.client().reload());
        } finally {
            mail.respond(MailServer.Response.ACCEPT);
        }
    }

    @Test
    void isTheSameOnceTheCodeIsOld() {
        settings.put("codeLifetime", "60");
        registering.configure(settings);
        arrive("en", "de");
        all("the address", SameCourseOfARegistrationIT::type);
        visitors.forEach(visitor -> Patience.until(
                "the end of the code", () -> !visitor.client().reload().isCodePage()));
        all("a reload", visitor -> visitor.client().reload());
        all("a wrong code", visitor -> visitor.client().submit(Map.of("oneTimeCode", WRONG)));
        all("another mail", visitor -> visitor.client().resend());
    }

    private static void type(Visitor visitor) {
        RegisteringRealm.address(visitor.client(), visitor.address());
    }

    private void arrive(String language, String languageOfTheAccount) {
        TestUser known = realm.newUser();
        TestUser disabled = realm.newUser();
        TestUser unverified = realm.newUser();
        List.of(known, disabled, unverified)
                .forEach(user -> update(
                        user,
                        account -> account.putPOJO("attributes", Map.of("locale", List.of(languageOfTheAccount)))));
        update(disabled, account -> account.put("enabled", false));
        update(unverified, account -> account.put("emailVerified", false));
        add("unknown", registering.newAddress(), language);
        add("known", known.email(), language);
        add("disabled", disabled.email(), language);
        add("unverified", unverified.email(), language);
    }

    private void update(TestUser user, Consumer<ObjectNode> change) {
        realm.admin().updateUser(realm.name(), user.id(), change);
    }

    private void add(String kind, String address, String language) {
        LoginClient client = realm.newClient();
        client.openLogin(Map.of("ui_locales", language));
        client.follow("a[href*=registration]");
        visitors.add(new Visitor(kind, address, client));
    }

    /** Each of them does it, and all are told the same. */
    private void all(String what, Consumer<Visitor> action) {
        visitors.forEach(action);
        Likeness expected = sees(visitors.get(0));
        visitors.forEach(visitor -> expected.requireOf(what + ": " + visitor.kind(), sees(visitor)));
    }

    private static Likeness sees(Visitor visitor) {
        return Likeness.of(visitor.client(), visitor.address());
    }
}
