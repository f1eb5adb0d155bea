package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.trusted.TrustingRealm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Proxies read the headers of an answer into a buffer; what does not fit is a 502. */
@ExtendWith(KeycloakExtension.class)
@DisplayName("The headers of a login")
class HeaderSizesIT {

    /** The smallest buffer that nginx has by default. */
    private static final int BUFFER = 4096;

    private static final String OUR_COOKIES = "email-otp.";

    private final TestRealm realm;
    private final MailServer mail;

    HeaderSizesIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @Test
    void fitIntoTheBuffersOfProxiesAndAreLargelyKeycloaksOwn() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        Page begun = client.openLogin();
        Page asked = client.password(user);
        Page ended = client.code(mail.awaitMail(user.email()).code());
        assertThat(ended.isLoggedIn()).isTrue();

        assertThat(List.of(begun, asked, ended))
                .allSatisfy(page -> assertThat(bytes(page)).isLessThan(BUFFER));
        assertThat(ours(begun) + ours(asked)).isZero();
        assertThat(ours(ended)).isBetween(100, 300);
    }

    /** The most that a browser of many accounts is told at once: it keeps eight cookies of each kind. */
    @Test
    void fitAlsoWhereManyPeopleTrustTheBrowser() {
        LoginClient client = realm.newClient();
        Page last = null;
        try (TrustingRealm trusting = TrustingRealm.bind(realm, mail)) {
            for (int account = 1; account <= 9; account++) {
                last = trusting.trust(client, realm.newUser());
                assertThat(bytes(last)).as("account %d", account).isLessThan(BUFFER);
                assertThat(ours(last)).as("account %d", account).isBetween(300, account < 9 ? 650 : 1000);
                assertThat(dropped(last)).as("account %d", account).hasSize(account < 9 ? 0 : 2);
            }
        }
        assertThat(dropped(last))
                .anyMatch(cookie -> cookie.startsWith("email-otp.trust."))
                .anyMatch(cookie -> !cookie.startsWith("email-otp.trust."));
        List<String> carried = client.cookies(URI.create(realm.url() + "/login")).stream()
                .filter(cookie -> cookie.startsWith(OUR_COOKIES))
                .toList();
        assertThat(carried).as("by each request to the realm").hasSize(16);
        assertThat(String.join("; ", carried)).hasSizeLessThan(3000);
    }

    private static List<String> dropped(Page page) {
        return page.headers().map().getOrDefault("set-cookie", List.of()).stream()
                .filter(cookie -> cookie.startsWith(OUR_COOKIES) && cookie.contains("Max-Age=0"))
                .toList();
    }

    private static int bytes(Page page) {
        return page.headers().map().entrySet().stream()
                .mapToInt(header -> bytes(header.getKey(), header.getValue()))
                .sum();
    }

    private static int ours(Page page) {
        return page.headers().map().getOrDefault("set-cookie", List.of()).stream()
                .filter(cookie -> cookie.startsWith(OUR_COOKIES))
                .mapToInt(cookie -> bytes("set-cookie", List.of(cookie)))
                .sum();
    }

    private static int bytes(String name, List<String> values) {
        return values.stream()
                .mapToInt(value -> (name + ": " + value + "\r\n").getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
