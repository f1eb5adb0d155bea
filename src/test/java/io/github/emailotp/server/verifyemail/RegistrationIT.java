package io.github.emailotp.server.verifyemail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From 26.7 on, a realm that verifies addresses asks newcomers for a password after that. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A registration")
class RegistrationIT {

    private static final String PASSWORD = "the newcomer's password";
    private static final AtomicInteger NEWCOMERS = new AtomicInteger();

    private final TestRealm realm;
    private final MailServer mail;
    private final VerifyingRealm verifying;
    private final LoginClient visitor;
    private final String name = "newcomer" + NEWCOMERS.incrementAndGet();
    private final String address = name + "@example.test";
    private TestUser newcomer;

    RegistrationIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.verifying = new VerifyingRealm(realm);
        this.visitor = realm.newClient();
    }

    @BeforeEach
    void verifyByCode() {
        verifying.open();
    }

    private void register() {
        VerifyingRealm.register(visitor, name, address, PASSWORD);
        newcomer = verifying.named(name, address, PASSWORD);
    }

    @AfterEach
    void verifyNothing() {
        realm.admin().deleteUser(realm.name(), newcomer.id());
        verifying.set(settings -> settings.put("resetPasswordAllowed", false));
        verifying.close();
    }

    @Test
    void endsLoggedInWithOneMailInOneTab() {
        register();
        endsLoggedIn();
        assertThat(verifying.requiredActions(newcomer)).isEmpty();
        LoginClient next = realm.newClient();
        next.openLogin();
        assertThat(next.password(newcomer).isLoggedIn()).isTrue();
    }

    @Test
    void endsLoggedInAlsoIfKeycloaksOwnActionIsEnabledToo() {
        verifying.action(VerifyingRealm.BY_LINK, action -> action.put("enabled", true));
        register();
        endsLoggedIn();
    }

    /** Versions that ask for the password after the code leave whoever closes the page before without one. */
    @Test
    void thatWasLeftIsTakenUpByForgotPassword() {
        verifying.set(settings -> settings.put("resetPasswordAllowed", true));
        register();
        mail.awaitMail(address);
        LoginClient later = realm.newClient();
        later.openLogin();
        later.follow("a[href*=reset-credentials]");
        later.submit(Map.of("username", name));
        later.get(mail.awaitMail(address, 2).link());
        if (later.page().isCodePage()) {
            // Older versions do not take the link for a proof.
            later.code(mail.awaitMail(address, 3).code());
        }
        assertThat(VerifyingRealm.asksForNewPassword(later.page()))
                .as(later.page().text())
                .isTrue();
        assertThat(VerifyingRealm.setPassword(later, PASSWORD).isLoggedIn()).isTrue();
        assertThat(verifying.isVerified(newcomer)).isTrue();
        assertThat(verifying.requiredActions(newcomer)).isEmpty();
    }

    private void endsLoggedIn() {
        assertThat(visitor.page().isCodePage()).isTrue();
        Page page = visitor.code(mail.awaitMail(address).code());
        if (VerifyingRealm.asksForNewPassword(page)) {
            page = VerifyingRealm.setPassword(visitor, PASSWORD);
        }
        assertThat(page.isLoggedIn()).isTrue();
        assertThat(mail.mails()).hasSize(1);
        assertThat(verifying.isVerified(newcomer)).isTrue();
    }

    /** Somebody registers with another's address, whose owner then says that it is theirs: the account is the owner's. */
    @Test
    void goesNoFurtherOnceTheAddressIsVerifiedElsewhere() {
        register();
        mail.awaitMail(address);
        assumeThat(verifying.requiredActions(newcomer).toString())
                .as("versions that ask for the password last")
                .contains("UPDATE_PASSWORD");
        realm.admin().updateUser(realm.name(), newcomer.id(), account -> {
            account.put("emailVerified", true);
            account.putArray("requiredActions").add("UPDATE_PASSWORD");
        });
        visitor.reload();
        assertThat(VerifyingRealm.asksForNewPassword(visitor.page())).isFalse();
        assertThat(visitor.page().isPasswordPage()).as("the beginning").isTrue();
    }

    /** The page that is open. */
    @Test
    void goesNoFurtherByACodeEither() {
        register();
        String code = mail.awaitMail(address).code();
        assumeThat(verifying.requiredActions(newcomer).toString())
                .as("versions that ask for the password last")
                .contains("UPDATE_PASSWORD");
        realm.admin().updateUser(realm.name(), newcomer.id(), account -> account.put("emailVerified", true));
        visitor.code(code);
        assertThat(VerifyingRealm.asksForNewPassword(visitor.page())).isFalse();
        assertThat(visitor.page().isPasswordPage()).as("the beginning").isTrue();
    }
}
