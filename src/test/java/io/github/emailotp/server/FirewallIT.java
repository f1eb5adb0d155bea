package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.ReverseProxy;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Apache with mod_security and the OWASP core rule set between people and Keycloak; on demand, by
 * {@code src/test/scripts/proxies.sh}.
 */
@Tag("proxies")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A firewall of the core rule set")
class FirewallIT {

    private static final int LOGINS = 10;
    private static final int FORBIDDEN = 403;

    /** A rule that something fulfils, and what: a parameter, a cookie. */
    private static final Pattern MATCH =
            Pattern.compile("\\[id \"(\\d+)\"].*? found within (?:TX:\\w+_)?([A-Z]\\w*:[^:\"]+)");

    private static final Pattern OURS = Pattern.compile(":(?:email-otp|oneTimeCode|resend)");

    private static final String DIRECTIVES = """
            LoadModule unique_id_module /usr/lib/apache2/modules/mod_unique_id.so
            LoadModule security2_module /usr/lib/apache2/modules/mod_security2.so
            LogLevel warn
            SecRuleEngine %2$s
            SecRequestBodyAccess On
            SecResponseBodyAccess On
            SecResponseBodyMimeType text/plain text/html text/xml
            SecTmpDir %1$s
            SecDataDir %1$s
            SecAction "id:900000,phase:1,nolog,pass,t:none,setvar:tx.paranoia_level=%3$d"
            Include /usr/share/modsecurity-crs/owasp-crs.load
            """;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final List<Page> pages = new ArrayList<>();

    @TempDir
    private Path folder;

    FirewallIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @Test
    void refusesNothingOfALoginOnLevelOne() throws IOException {
        logInBehind("On", 1);
        assertThat(pages).extracting(Page::status).doesNotContain(FORBIDDEN).hasSizeGreaterThan(7 * LOGINS);
        assertThat(matches()).isEmpty();
    }

    /** Applications on other hosts, and base64url: what is ours has neither. */
    @Test
    void takesExceptionToWhatIsKeycloaksOwnOnLevelTwo() throws IOException {
        logInBehind("DetectionOnly", 2);
        assertThat(matches())
                .contains("931130 ARGS:redirect_uri")
                .noneMatch(match -> OURS.matcher(match).find());
    }

    private void logInBehind(String engine, int level) throws IOException {
        realm.configureStep(Map.of("resendCooldown", "10"));
        int port = URI.create(server.url()).getPort();
        try (var firewall = ReverseProxy.start(
                ReverseProxy.Kind.APACHE, List.of(DIRECTIVES.formatted(folder, engine, level)), port, folder)) {
            for (int i = 0; i < LOGINS; i++) {
                logIn(firewall, i == 0);
            }
        }
    }

    /** Twice in one browser, the second time as one that is known, with all that people do. */
    private void logIn(ReverseProxy firewall, boolean asksForAnother) {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.moveTo(firewall);
        look(client.openLogin());
        look(client.password(user));
        look(client.reload());
        look(client.code(WrongCode.insteadOf(mail.awaitMail(user.email()).code())));
        if (asksForAnother) {
            Patience.untilResendIsOffered(client);
            look(client.resend());
        }
        look(client.code(mail.awaitMail(user.email(), asksForAnother ? 2 : 1).code()));
        look(client.openLogin(Map.of("prompt", "login")));
        look(client.submit(Map.of("password", user.password())));
    }

    private void look(Page page) {
        pages.add(page);
    }

    private Set<String> matches() throws IOException {
        Set<String> matches = new TreeSet<>();
        MATCH.matcher(Files.readString(folder.resolve("log")))
                .results()
                .forEach(found -> matches.add(found.group(1) + " " + found.group(2)));
        return matches;
    }
}
