package io.github.emailotp.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What its link does by itself, and what it tells. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The link \"It was not me\"")
class ReportLinkIT {

    private static final int TIMES = 50;

    private final TestRealm realm;
    private final MailServer mail;
    private TestUser owner;

    ReportLinkIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void switchOn() {
        realm.configureStep(StrangersLogin.WITH_LINK);
        owner = realm.newUser();
    }

    private StrangersLogin login() {
        return StrangersLogin.begin(realm, mail, owner);
    }

    @Test
    void isInBothPartsOfTheMailOnceAndBehindTheCode() {
        ReceivedMail received = login().received();
        String link = StrangersLogin.link(received).toString();
        assertThat(received.text()).containsOnlyOnce(link).contains("It was not me: " + link);
        assertThat(received.text().indexOf(link)).isGreaterThan(received.text().indexOf("Was this not you?"));
        var links = Jsoup.parse(received.html()).select("a");
        assertThat(links).hasSize(1);
        assertThat(links.attr("href")).isEqualTo(link);
        assertThat(links.text()).isEqualTo("It was not me");
        assertThat(received.code()).hasSize(8);
    }

    @Test
    void isInNoMailWhereNobodyHasSwitchedItOn() {
        realm.configureStep(Map.of());
        ReceivedMail received = login().received();
        assertThat(received.text()).doesNotContain("://");
        assertThat(Jsoup.parse(received.html()).select("a[href]")).isEmpty();
    }

    @Test
    void changesNothingHoweverOftenItIsOpened() throws Exception {
        StrangersLogin login = login();
        for (int i = 0; i < TIMES; i++) {
            Page page = realm.newClient().get(login.link());
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.has("#email-otp-report")).isTrue();
            assertThat(page.headers().map()).doesNotContainKey("set-cookie");
            // Keycloak 26.0 answers it for no resource of an extension.
            assertThat(head(login.link())).isIn(200, 405);
        }
        assertThat(login.reports()).isZero();
        assertThat(login.requiredActions()).isEmpty();
        assertThat(login.logIn().isLoggedIn()).as("the login goes on").isTrue();
        assertThat(login.report().status()).as("and can be reported").isEqualTo(200);
    }

    @Test
    void isShownInNoFrameAndKeptNowhere() {
        Page page = realm.newClient().get(login().link());
        assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors 'self'");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }

    /** As it is offered on every page of the realm's; the browser keeps it. */
    @Test
    void speaksTheLanguageThatItsReaderChoosesOnThePage() {
        URI link = login().link();
        LoginClient reader = realm.newClient();
        reader.get(link);
        Page german = reader.switchLanguage("de");
        assertThat(german.document().selectFirst("html").attr("lang")).isEqualTo("de");
        assertThat(german.text()).contains("Das war ich nicht");
        assertThat(StrangersLogin.post(reader, link).text()).contains("Danke.");
    }

    @Test
    void namesNobody() {
        StrangersLogin login = login();
        String open = realm.newClient().get(login.link()).document().html();
        String made = login.report().document().html();
        assertThat(open + made)
                .doesNotContain(owner.username(), owner.id(), owner.email(), "Test User")
                .doesNotContain(login.browser().address());
    }

    @Test
    void tellsTheSameWhyeverItDoesNotWork() {
        String link = login().link().toString();
        String unknown = link.replaceFirst("[0-9a-f]{32}$", "0".repeat(32));
        String looked = gone(realm.newClient().get(URI.create(unknown)), unknown);
        assertThat(looked).contains("This link has been used, or does not work any more.");

        realm.admin().deleteUser(realm.name(), owner.id());
        assertThat(gone(realm.newClient().get(URI.create(link)), link)).isEqualTo(looked);
        assertThat(gone(StrangersLogin.post(realm.newClient(), URI.create(link)), link))
                .isEqualTo(looked);
        for (String odd : new String[] {"x", "%00", "..%2f", "A".repeat(3000)}) {
            String address = link.replaceFirst("[0-9a-f]{32}$", odd);
            assertThat(realm.newClient().get(URI.create(address)).status())
                    .as(odd)
                    .isIn(400, 404);
        }
    }

    /** All of the page, but for its address and what is never the same. */
    private static String gone(Page page, String link) {
        assertThat(page.status()).isEqualTo(404);
        String id = link.substring(link.lastIndexOf('/') + 1);
        return page.document().html().replace(id, "").replaceAll("(?:nonce|token)[-\"=:\\w]*", "");
    }

    @Test
    void worksInItsOwnRealmOnly() {
        StrangersLogin login = login();
        URI elsewhere = URI.create(login.link().toString().replace("/realms/" + realm.name() + "/", "/realms/master/"));
        LoginClient client = realm.newClient();
        assertThat(client.get(elsewhere).status()).isEqualTo(404);
        assertThat(StrangersLogin.post(client, elsewhere).status()).isEqualTo(404);
        assertThat(login.reports()).isZero();
        assertThat(login.report().status()).isEqualTo(200);
    }

    private static int head(URI link) throws Exception {
        HttpRequest head = HttpRequest.newBuilder(link)
                .method("HEAD", BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(head, BodyHandlers.discarding()).statusCode();
    }
}
