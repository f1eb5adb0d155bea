package io.github.emailotp.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.Browser;
import io.github.emailotp.server.harness.CodePage;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.harness.TlsExtension;
import io.github.emailotp.server.harness.TlsKeycloak;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A browser that says it comes from a trusted network, as a proxy would, to a Keycloak without {@code --proxy-headers}. */
@Tag("every-version")
@Tag("long")
@ExtendWith(TlsExtension.class)
@DisplayName("A forged address")
class ForgedAddressIT {

    private static final String OFFICE = "192.0.2.0/24";
    private static final String IN_THE_OFFICE = "192.0.2.9";
    private static final String LOOPBACK = "127.0.0.0/8##::1";

    private final TlsKeycloak server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final Browser browser = Browser.open();
    private OfficeRealm office;

    ForgedAddressIT(TlsKeycloak server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
    }

    @BeforeEach
    void comeFromTheOffice() {
        office = OfficeRealm.bind(realm);
        browser.headers(Map.of(
                "X-Forwarded-For", IN_THE_OFFICE, "Forwarded", "for=" + IN_THE_OFFICE, "X-Real-IP", IN_THE_OFFICE));
    }

    @AfterEach
    void leave() {
        browser.close();
        office.close();
    }

    @Test
    void isNotBelieved() {
        office.trust(OFFICE);
        browser.openLogin(realm).submit(user);
        CodePage.in(browser).enter(mail.awaitMail(user.email()).code());
        browser.awaitUrl(realm.appUrl());
    }

    /** So it is the networks that decide there, too. */
    @Test
    void doesNotHideTheRealOne() {
        office.trust(LOOPBACK);
        browser.openLogin(realm).submit(user);
        browser.awaitUrl(realm.appUrl());
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(user.email())).isEmpty();
    }
}
