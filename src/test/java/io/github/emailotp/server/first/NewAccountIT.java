package io.github.emailotp.server.first;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.PasswordlessRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody proves an address that has no account. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A newcomer")
class NewAccountIT {

    private static final int AT_ONCE = 6;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final PasswordlessRealm passwordless;
    private String address;

    NewAccountIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.passwordless = new PasswordlessRealm(realm);
    }

    @BeforeEach
    void open() {
        passwordless.open();
        passwordless.set(settings -> settings.put("registrationAllowed", true));
        passwordless.configure(Map.of("newAccounts", "true"));
        address = PasswordlessRealm.nobodys(realm.newUser());
    }

    @AfterEach
    void close() {
        found().forEach(account ->
                realm.admin().deleteUser(realm.name(), account.required("id").asText()));
        passwordless.close();
    }

    private JsonNode found() {
        return realm.admin().get(realm.name() + "/users?exact=true&email=" + address);
    }

    @Test
    void getsAnAccountWithTheRightCodeAndNotBefore() {
        LoginClient client = passwordless.arrive(address.toUpperCase(Locale.ROOT));
        assertThat(client.page().isCodePage()).isTrue();
        String code = mail.awaitMail(address).code();
        assertThat(found()).isEmpty();
        client.code(code);
        assertThat(found()).singleElement().satisfies(account -> {
            assertThat(account.path("emailVerified").asBoolean()).isTrue();
            assertThat(account.path("enabled").asBoolean()).isTrue();
            assertThat(account.path("username").asText()).isEqualTo(address);
        });
        assertThat(realm.admin().get(realm.name() + "/events?type=REGISTER&max=1"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("userId").asText())
                        .isEqualTo(found().get(0).required("id").asText()));
    }

    /** What the realm wants to know of people, such as their names, it asks for at once. */
    @Test
    void isLoggedInOnceTheProfileIsWhole() {
        LoginClient client = passwordless.arrive(address);
        client.code(mail.awaitMail(address).code());
        if (!client.isLoggedIn()) {
            client.submit(Map.of("firstName", "New", "lastName", "Comer", "email", address));
        }
        assertThat(client.isLoggedIn()).as(client.page().text()).isTrue();
        LoginClient again = passwordless.arrive(address);
        assertThat(again.code(mail.awaitMail(address, 2).code()).isLoggedIn()).isTrue();
        assertThat(found()).hasSize(1);
    }

    @Test
    void getsOneAccountWhereManyProveTheAddressAtOnce() {
        passwordless.configure(Map.of("newAccounts", "true", "mailsPer5Minutes", "30", "mailsPer15Minutes", "30"));
        var browsers = new ArrayList<LoginClient>();
        var codes = new ArrayList<String>();
        for (int i = 0; i < AT_ONCE; i++) {
            browsers.add(passwordless.arrive(address));
            codes.add(mail.awaitMail(address, i + 1).code());
        }
        List<Page> pages = AtOnce.call(IntStream.range(0, AT_ONCE)
                .<Callable<Page>>mapToObj(i -> () -> browsers.get(i).code(codes.get(i)))
                .toList());
        assertThat(found()).hasSize(1);
        assertThat(pages)
                .allSatisfy(page -> assertThat(page.status()).as(page.text()).isLessThan(400));
        LoginClient told = browsers.get(0);
        if (PasswordlessRealm.isNamePage(told.page())) {
            assertThat(told.page().error()).contains("already exists");
            assertThat(PasswordlessRealm.name(told, address).isCodePage()).isTrue();
        }
    }

    @Test
    void getsNoneWhereNobodyMayRegister() {
        passwordless.set(settings -> settings.put("registrationAllowed", false));
        LoginClient client = passwordless.arrive(address);
        assertThat(client.page().isCodePage()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }
}
