package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.GuessBudget.Finding;
import io.github.emailotp.otp.GuessLimits;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Setback;
import io.github.emailotp.otp.TestKey;
import io.github.emailotp.otp.TestLimits;
import io.github.emailotp.storage.ReportedLogin.Password;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.sessions.AuthenticationSessionModel;

/** As {@link StoredFormsTest}: two servers that looked under different names would each count for themselves. */
@DisplayName("What is stored stands under the name")
class StoredNamesTest extends GuessesOfAlice {

    private static final Path CODE = Path.of("src/main/java/io/github/emailotp");
    private static final Pattern KINDS = Pattern.compile(
            "(?:HashedName\\.of\\(|ClaimNames\\.of\\(session\\)\\.of\\(|\\bname\\(|KIND = )\"([^\"]+)\"");
    private static final Pattern NAMES = Pattern.compile("static final String \\w+ = \"(email-otp[.-][^\"]+)\"");

    private static final Duration HOUR = Duration.ofHours(1);
    private static final OtpPolicy LIMITED = ClaimsOnMails.policy(new MailLimits(
            TestLimits.MAILS.perAddress(), Optional.of(new RateLimit(5, HOUR)), Optional.of(new RateLimit(5, HOUR))));

    /** Under the key {@code realm}, which is that realm's in these tests. */
    @Test
    void ofAClaim() {
        budget.claim(challenge(ALICE), "mark0001", () -> Finding.WRONG, POLICY);
        assertThat(record("email-otp.account.40VKg1xukPaLxuYcemuRnw")).startsWith("a4 1,");

        SendQuota quota = new SharedSendQuota(cells.claims(), new Requester(Acquaintance.STRANGER, "192.0.2.1"), clock);
        assertThat(quota.claim(ALICE, LIMITED)).isInstanceOf(SendQuota.Allowed.class);
        assertThat(record("email-otp.mailbox.Jpm2Pm8H_fC_uDrn5hgLGg")).matches("m1 1 \\S{8},\\w+,XBJupIfA,s");
        assertThat(record("email-otp.client.Z_vN6T2r6vFWxlO9x_6t9w")).startsWith("c1 ");
        assertThat(record("email-otp.realm.K5oQKuZFM0NpFcrTKGhDYQ")).startsWith("c1 ");
    }

    @Test
    void ofADisabledStepThatIsBeingWrittenDown() {
        OtpPolicy twenty = policy(new GuessLimits(19, Duration.ofSeconds(30), Duration.ofMinutes(5), 20));
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofSeconds(30));
            budget.claim(challenge(ALICE), Claims.mark(), () -> Finding.WRONG, twenty);
        }
        assertThat(cells.read("email-otp.closing.JLjRYGN9qPh9bNnSE4rxnA").orElseThrow())
                .hasSize(8);
    }

    /** All texts of claims have it, so that no two are alike. */
    @Test
    void behindAMarkOfEightCharacters() {
        cells.write("name", "mark0001c1 ", HOUR);
        assertThat(cells.claims().read("name")).contains("c1 ");
        cells.claims().change("other", there -> new Claims.Step.Write<>(null, "c1 ", HOUR));
        assertThat(cells.read("other").orElseThrow()).matches("[\\w-]{8}c1 ");
    }

    @Test
    void ofASending() {
        SharedSendings sendings = new SharedSendings(cells, clock);
        Instant now = clock.instant();
        sendings.remember("id", new Sending(Sending.Stage.REFUSED, now, "no_mailbox_550"), HOUR);
        String text = "REFUSED %1$d %1$d no_mailbox_550".formatted(now.toEpochMilli());
        assertThat(cells.read("email-otp.sending.6Imwe1na3mCpe2DHfU_1LQ")).contains(text);
        assertThat(sendings.find("id")).contains(new Sending(Sending.Stage.REFUSED, now, "no_mailbox_550"));
    }

    @Test
    void ofAReportAndOfANetworkThatWasReported() {
        ReportedLogin login =
                new ReportedLogin("root", "192.0.2.1", Purpose.LOGIN, Password.NOT_SHOWN, Optional.empty());
        new Reports(cells.claims(), "realm", clock).open("0123", new Report("alice", "hash", login, clock.instant()));
        assertThat(record(HashedName.of("report", "realm", "0123")))
                .startsWith("[\"r2\",\"alice\",\"hash\",\"root\",\"192.0.2.1\",");
        assertThat(Report.hash("0123", " Alice@example.test"))
                .isEqualTo(HashedName.of("report-address", "0123", "alice@example.test"));
        ReportedNetworks networks = new ReportedNetworks(cells.claims(), "realm", clock);
        networks.report("alice", login, "mark0001");
        String name = new ClaimNames(TestKey::named).of("reported", "realm", "alice", "192.0.2.1");
        String silence = "n2 " + clock.instant().toEpochMilli() + " 900 root mark0001";
        assertThat(record(name)).isEqualTo(silence);
        ReportedLogin other =
                new ReportedLogin("other", "192.0.2.1", Purpose.LOGIN, Password.NOT_SHOWN, Optional.empty());
        networks.report("alice", other, "mark0002");
        assertThat(record(name))
                .isEqualTo(silence.replace("900 root mark0001", "86400 other mark0002 ")
                        + clock.instant().toEpochMilli() + " 900 root -");
    }

    @Test
    void ofANoteOfTheLogin() {
        Map<String, String> notes = new TreeMap<>();
        AuthNoteChallengeStore store = new AuthNoteChallengeStore(login(notes), "step");
        Challenge challenge = challenge("challenge1", ALICE);
        store.save(challenge);
        store.note(Purpose.LOGIN, new Setback(Optional.empty(), "timeout", 1, clock.instant(), clock.instant()));
        store.owe(Purpose.LOGIN, "email-otp.mailbox.x mark0001 - -");
        store.owe(challenge, "mark0001");
        assertThat(notes)
                .containsOnlyKeys(
                        "email-otp.challenge.login.step",
                        "email-otp.setback.login.step",
                        "email-otp.owed.login.step.5",
                        "email-otp.comparisons.challenge1.6")
                .containsEntry("email-otp.owed.login.step.5", "email-otp.mailbox.x mark0001 - -")
                .containsEntry("email-otp.comparisons.challenge1.6", "mark0001");
        assertThat(store.load(Purpose.LOGIN)).contains(challenge.owing(List.of("mark0001")));
    }

    @Test
    void ofACookieAndOfPeopleWithoutAnAccount() {
        assertThat(HashedName.ofCookie("browser", "realm", "alice"))
                .isEqualTo("email-otp.browser.c1263e0b2b76db35750736e893273a9c");
        assertThat(HashedName.of("visitor", "alice@example.test"))
                .isEqualTo("email-otp.visitor.gQxDCK_8LEx_KySGdHCa2Q");
        assertThat(HashedName.of("upstream", "google", "4711")).isEqualTo("email-otp.upstream.n63pf_e6NbKgvliHESwPnQ");
    }

    /**
     * All that the code calls something by, which another server looks for: whoever changes one gives {@link StoredForms} another number. Ids are
     * among them, which settings of a realm name.
     */
    @Test
    void thatTheCodeGivesIt() throws IOException {
        assertThat(inTheCode(KINDS))
                .containsExactly(
                        "account",
                        "browser",
                        "client",
                        "closed",
                        "closing",
                        "email-otp",
                        "first-proof",
                        "mailbox",
                        "mailbox-of-a-name",
                        "new-account",
                        "nobody",
                        "realm",
                        "registrant",
                        "report",
                        "report-address",
                        "reported",
                        "sending",
                        "trust",
                        "upstream",
                        "visitor");
        assertThat(inTheCode(NAMES))
                .containsExactly(
                        "email-otp-cells",
                        "email-otp-earlier-logins",
                        "email-otp-enrol",
                        "email-otp-lock",
                        "email-otp-resent",
                        "email-otp-set-up",
                        "email-otp-trust",
                        "email-otp-trust-browser",
                        "email-otp-trusted-browser",
                        "email-otp-verify-email",
                        "email-otp.auth-time.",
                        "email-otp.begun",
                        "email-otp.begun-anew",
                        "email-otp.browser.v2",
                        "email-otp.challenge.",
                        "email-otp.comparisons.",
                        "email-otp.first-proof",
                        "email-otp.had-account",
                        "email-otp.invalid",
                        "email-otp.name.",
                        "email-otp.owed.",
                        "email-otp.registered",
                        "email-otp.registration.account",
                        "email-otp.registration.address",
                        "email-otp.registration.invitation",
                        "email-otp.registration.proven",
                        "email-otp.registration.step",
                        "email-otp.reset-of",
                        "email-otp.setback.");
    }

    private static SortedSet<String> inTheCode(Pattern name) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        for (String part : List.of("flow", "storage")) {
            try (Stream<Path> files = Files.walk(CODE.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    name.matcher(Files.readString(file)).results().forEach(found -> names.add(found.group(1)));
                }
            }
        }
        return names;
    }

    /** Without the mark. */
    private String record(String name) {
        return cells.read(name).orElseThrow().substring(8);
    }

    private static AuthenticationSessionModel login(Map<String, String> notes) {
        return Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getAuthNote", given -> notes.get(given.get(0)),
                        "setAuthNote", given -> notes.put((String) given.get(0), (String) given.get(1)),
                        "removeAuthNote", given -> notes.remove(given.get(0))));
    }
}
