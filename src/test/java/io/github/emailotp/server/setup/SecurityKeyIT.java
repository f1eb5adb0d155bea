package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody with a real security key, in a real browser. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A security key")
class SecurityKeyIT {

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final Browser browser = Authenticator.browser();

    SecurityKeyIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
    }

    @AfterEach
    void leave() {
        browser.close();
    }

    @ParameterizedTest(name = "in a realm {0}")
    @EnumSource
    void letsInWithThePasswordInPlaceOfACode(RealmAge age) {
        Authenticator.SECURITY_KEY.register(browser, realm, user, mail);
        BoundFlow bound = BoundFlow.of(realm, SetUp.right("a security key, the app, or a code"), age);
        try {
            browser.openLogin(realm).submit(user);
            browser.await("#authenticateWebAuthnButton").click();
            browser.awaitUrl(realm.appUrl());
            assertThat(mail.mailsTo(user.email()))
                    .as("but the one of the registration")
                    .hasSize(1);
        } finally {
            bound.close();
        }
    }
}
