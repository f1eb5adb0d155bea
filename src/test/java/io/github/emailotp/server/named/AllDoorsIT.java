package io.github.emailotp.server.named;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In one realm, a password and a code open an account, a name and a code do, and a code resets the password. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("An account with three doors")
class AllDoorsIT {

    private static final int FREE = 10;
    private static final int MAILS = 3;
    private static final int TRIES = 5;

    /** The application whose logins need no password. */
    private static final String WITHOUT_PASSWORDS = "without-passwords";

    private static final Map<String, String> LONG_WAIT = Map.of("guessWait", "600");

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final PasswordlessRealm first;
    private final ResetRealm reset;
    private String application;
    private TestUser owner;

    AllDoorsIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.first = new PasswordlessRealm(realm);
        this.reset = new ResetRealm(realm);
    }

    @BeforeEach
    void open() {
        String withPasswords =
                realm.admin().get(realm.name()).required("browserFlow").asText();
        reset.open();
        first.open();
        first.set(settings -> settings.put("browserFlow", withPasswords));
        application = realm.admin()
                .create(
                        realm.name() + "/clients",
                        Map.of(
                                "clientId",
                                WITHOUT_PASSWORDS,
                                "publicClient",
                                true,
                                "redirectUris",
                                List.of(realm.appUrl()),
                                "authenticationFlowBindingOverrides",
                                Map.of("browser", idOf(PasswordlessRealm.FLOW))));
        first.configure(LONG_WAIT);
        reset.configure(LONG_WAIT);
        realm.configureStep(LONG_WAIT);
        owner = realm.newUser();
    }

    @AfterEach
    void close() {
        realm.admin().delete(realm.name() + "/clients/" + application);
        first.close();
        reset.close();
    }

    private String idOf(String flow) {
        for (JsonNode candidate : realm.admin().get(realm.name() + "/authentication/flows")) {
            if (candidate.required("alias").asText().equals(flow)) {
                return candidate.required("id").asText();
            }
        }
        throw new AssertionError("no flow " + flow);
    }

    private LoginClient byName() {
        LoginClient client = realm.newClient(WITHOUT_PASSWORDS);
        client.openLogin();
        NamedRealm.name(client, owner.email());
        return client;
    }

    private LoginClient byReset() {
        return reset.arrive(owner.email());
    }

    private LoginClient byPassword() {
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(owner);
        return client;
    }

    /** And is looked at no more often than {@code DocumentedTablesTest} reckons with: so often for all that a name is enough for, and so often behind the password. */
    @Test
    void opensToItsOwnersPasswordWhateverStrangersHaveUsedUpAtTheOthers() {
        List<LoginClient> strangers = List.of(byName(), byReset(), byName());
        guess(strangers, MAILS);
        assertThat(realm.wrongCodes(owner)).isEqualTo(FREE);
        assertThat(Stream.concat(strangers.stream(), Stream.of(byName(), byReset())))
                .allSatisfy(client -> assertThat(client.reload().text()).contains("10 minutes"));
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(owner.email())).as("no more for those").hasSize(MAILS);

        assertThat(byPassword()
                        .code(mail.awaitMail(owner.email(), MAILS + 1).code())
                        .isLoggedIn())
                .isTrue();

        guess(List.of(byPassword(), byPassword(), byPassword()), 2 * MAILS + 1);
        assertThat(realm.wrongCodes(owner)).isEqualTo(2 * FREE);
        assertThat(Stream.of(byName(), byReset(), byPassword()))
                .allSatisfy(client -> assertThat(client.reload().text()).contains("minutes"));
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(owner.email())).hasSize(2 * MAILS + 1);
    }

    /** As often as each page of a code takes one, and more often than they are looked at. */
    private void guess(List<LoginClient> strangers, int mails) {
        String wrong = WrongCode.insteadOf(mail.awaitMail(owner.email(), mails).code());
        for (int i = 0; i < TRIES; i++) {
            strangers.forEach(stranger -> stranger.code(wrong));
        }
    }
}
