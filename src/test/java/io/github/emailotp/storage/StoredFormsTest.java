package io.github.emailotp.storage;

import static io.github.emailotp.otp.Acquaintance.ANONYMOUS;
import static io.github.emailotp.otp.Acquaintance.KNOWN;
import static io.github.emailotp.otp.Acquaintance.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.SealedCode;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.SentCode;
import io.github.emailotp.otp.Setback;
import io.github.emailotp.storage.AccountRecord.Failures;
import io.github.emailotp.storage.AccountRecord.Tried;
import io.github.emailotp.storage.ClaimedGuesses.Guess;
import io.github.emailotp.storage.MailboxRecord.Fate;
import io.github.emailotp.storage.MailboxRecord.Mail;
import io.github.emailotp.storage.PermitText.Counted;
import io.github.emailotp.storage.ReportedLogin.Link;
import io.github.emailotp.storage.ReportedLogin.Password;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.compatibility.CompatibilityMetadataProvider;
import org.keycloak.credential.CredentialModel;

/**
 * All texts that one server writes and another reads, letter by letter, as they were released. Whoever changes one gives it a new version in
 * front, or a new name where it has none, and all of them a new {@link StoredForms#NUMBER}. {@code StoredNamesTest} holds the names,
 * {@code SealedCodeTest}, {@code BrowserTokenTest} and {@code RealmSealingKeysTest} what is under a key, {@code TrustedBrowsersTest} a secret's hash,
 * {@code TextsTest} the value on an external Infinispan, {@code OneAtATimeTest}, {@code TimeOfProofTest} and {@code OwnersBrowserTest} theirs.
 */
@DisplayName("A text that is stored")
class StoredFormsTest {

    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);

    @Test
    void hasTheFormThatTheNumberStandsFor() {
        // As kc.sh update-compatibility finds it.
        StoredForms forms = ServiceLoader.load(CompatibilityMetadataProvider.class).stream()
                .filter(provider -> provider.type() == StoredForms.class)
                .map(provider -> (StoredForms) provider.get())
                .findAny()
                .orElseThrow();
        assertThat(forms.getId()).isEqualTo("email-otp");
        assertThat(forms.metadata()).containsExactly(Map.entry("stored-forms", "1"));
    }

    @Test
    void ofAChallenge() {
        String text =
                "[\"v6\",\"challenge1\",\"realm\",\"alice\",\"alice@example.test\",\"LOGIN\",\"root.tab.step\",1700000000123,4,2,["
                        + "[1,\"DIGITS\",8,\"key\",\"bWFj\",1700000000123,1700000300123,1700000030123,1700000031123,"
                        + "\"email-otp.mailbox.x mark0001 - -\",\"sending1\"],"
                        + "[2,\"LETTERS_AND_DIGITS\",7,\"key\",\"bWFj\",1700000060123,1700000360123,1700000090123,1700000091123,"
                        + "\"email-otp.mailbox.x mark0002 - -\",\"\"]]]";
        Binding binding = new Binding("realm", "alice", "alice@example.test", Purpose.LOGIN, "root.tab.step");
        Challenge challenge = new Challenge(
                "challenge1",
                binding,
                AT,
                List.of(
                        code(1, new CodeFormat(Alphabet.DIGITS, 8), AT, "sending1"),
                        code(2, new CodeFormat(Alphabet.LETTERS_AND_DIGITS, 7), AT.plusSeconds(60), "")),
                4,
                List.of(),
                2);
        assertThat(ChallengeText.parse(text)).contains(challenge);
        assertThat(ChallengeText.format(challenge)).isEqualTo(text);
        assertThat(Purpose.values())
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("LOGIN", "FIRST", "RESET", "REGISTER", "VERIFY", "LINK", "ENROL");
    }

    private static SentCode code(int ordinal, CodeFormat format, Instant sent, String sending) {
        return new SentCode(
                ordinal,
                new SealedCode(format, "key", "bWFj"),
                sent,
                sent.plusSeconds(300),
                sent.plusSeconds(30),
                sent.plusSeconds(31),
                "email-otp.mailbox.x mark000" + ordinal + " - -",
                sending);
    }

    @Test
    void ofAnAccount() {
        String text =
                "a4 10,loyw4iaz,lq5rbf5n 1,0,lq5rbf5n 3,0,lq5rbf5n mark0001~s10~loyw4iaz.mark0002~k1~0.mark0003~a0~0"
                        + " challenge1,2,,loyy90xn challenge2,1,mark0004,loyw55gb";
        Instant month = AT.plus(Duration.ofDays(30));
        AccountRecord record = new AccountRecord(
                Map.of(
                        STRANGER, new Failures(10, AT.plusSeconds(30), month),
                        KNOWN, new Failures(1, Instant.EPOCH, month),
                        ANONYMOUS, new Failures(3, Instant.EPOCH, month)),
                new ClaimedGuesses(List.of(
                        new Guess("mark0001", STRANGER, 10, AT.plusSeconds(30)),
                        new Guess("mark0002", KNOWN, 1, Instant.EPOCH),
                        new Guess("mark0003", ANONYMOUS, 0, Instant.EPOCH))),
                List.of(
                        new Tried("challenge1", 2, "", AT.plus(Duration.ofHours(1))),
                        new Tried("challenge2", 1, "mark0004", AT.plusSeconds(60))));
        assertThat(AccountRecord.parse(Optional.of(text), AT)).isEqualTo(record);
        assertThat(record.text()).isEqualTo(text);
    }

    @Test
    void ofAMailbox() {
        String text = "m1 7 mark0001,loyw3v5n,XBJupIfA,s mark0002,loyw4iaz,XBJupIfA,kr mark0003,loyw55gb,XBJupIfA,au";
        MailboxRecord record = new MailboxRecord(
                7,
                List.of(
                        new Mail("mark0001", AT, "XBJupIfA", STRANGER, Fate.SENT),
                        new Mail("mark0002", AT.plusSeconds(30), "XBJupIfA", KNOWN, Fate.REFUSED),
                        new Mail("mark0003", AT.plusSeconds(60), "XBJupIfA", ANONYMOUS, Fate.UNSENT)));
        assertThat(MailboxRecord.parse(Optional.of(text))).isEqualTo(record);
        assertThat(record.text()).isEqualTo(text);
    }

    @Test
    void ofWhatANetworkOrARealmHasAskedFor() {
        String text = "c1 mark0001.-mark0002 a4da,3 a4db,1";
        CountRecord record =
                new CountRecord(new TreeMap<>(Map.of(472_222L, 3, 472_223L, 1)), List.of("mark0001", "-mark0002"));
        assertThat(CountRecord.parse(Optional.of(text))).isEqualTo(record);
        assertThat(record.text()).isEqualTo(text);
        assertThat(new CountRecord(new TreeMap<>(), List.of()).text()).isEqualTo("c1 ");
    }

    @Test
    void ofAReport() {
        String text =
                "[\"r2\",\"alice\",\"email-otp.report-address.x\",\"root\",\"192.0.2.1\",\"LOGIN\",\"SHOWN\",[],1700000000123,[]]";
        ReportedLogin login = new ReportedLogin("root", "192.0.2.1", Purpose.LOGIN, Password.SHOWN, Optional.empty());
        Report report =
                new Report("alice", "email-otp.report-address.x", login, Instant.ofEpochMilli(1_700_000_000_123L));
        KeptReport open = new KeptReport(report, Optional.empty());
        assertThat(ReportText.parse(text)).contains(open);
        assertThat(ReportText.format(open)).isEqualTo(text);
        assertThat(ReportText.parse(text.replace("r2", "r3"))).isEmpty();
        assertThat(Password.values())
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("SHOWN", "SHOWN_EARLIER", "NOT_SHOWN");
    }

    @Test
    void ofAReportOfALinkThatIsMade() {
        String text =
                "[\"r2\",\"alice\",\"x\",\"root\",\"192.0.2.1\",\"LINK\",\"NOT_SHOWN\",[\"shop\",\"upstream\"],1700000000123,"
                        + "[\"mark0001\",\"LOGIN\",1700000060123]]";
        ReportedLogin login = new ReportedLogin(
                "root", "192.0.2.1", Purpose.LINK, Password.NOT_SHOWN, Optional.of(new Link("shop", "upstream")));
        Instant mailedAt = Instant.ofEpochMilli(1_700_000_000_123L);
        KeptReport made = new KeptReport(new Report("alice", "x", login, mailedAt), Optional.empty())
                .madeBy("mark0001", "LOGIN", mailedAt.plusSeconds(60));
        assertThat(ReportText.parse(text)).contains(made);
        assertThat(ReportText.format(made)).isEqualTo(text);
    }

    @Test
    void ofAPermit() {
        String plain = "email-otp.mailbox.x mark0001 - -";
        String counted = "email-otp.mailbox.x mark0001 email-otp.client.y,472222,7200,mark0002"
                + " email-otp.realm.z,472223,7200,mark0003";
        PermitText permit = PermitText.of("email-otp.mailbox.x", "mark0001");
        PermitText both = permit.with(
                        Limit.CLIENT, new Counted("email-otp.client.y", 472_222, Duration.ofHours(2), "mark0002"))
                .with(Limit.REALM, new Counted("email-otp.realm.z", 472_223, Duration.ofHours(2), "mark0003"));
        assertThat(PermitText.parse(plain)).isEqualTo(permit).hasToString(plain);
        assertThat(PermitText.parse(counted)).isEqualTo(both).hasToString(counted);
        assertThat(both.client().orElseThrow().markGivenBack()).isEqualTo("-mark0002");
    }

    @Test
    void ofASetback() {
        String limit = "v2 REALM realm 0 1700000000123 1700000060123";
        String failure = "v2  no_mailbox_550 3 1700000000123 1700000030123";
        Setback full = new Setback(Optional.of(Limit.REALM), "realm", 0, AT, AT.plusSeconds(60));
        Setback failed = new Setback(Optional.empty(), "no_mailbox_550", 3, AT, AT.plusSeconds(30));
        assertThat(SetbackText.parse(limit)).contains(full);
        assertThat(SetbackText.format(full)).isEqualTo(limit);
        assertThat(SetbackText.parse(failure)).contains(failed);
        assertThat(SetbackText.format(failed)).isEqualTo(failure);
        assertThat(Limit.values())
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("COOLDOWN", "ADDRESS", "CLIENT", "REALM");
    }

    /** As people and administrators are shown it, and the hash that tells whose it is. */
    @Test
    void ofAnEnrolment() {
        CredentialModel enrolled = EnrolmentCredential.of("Alice@example.test", "c2FsdA==", AT);
        assertThat(enrolled.getType()).isEqualTo("email-otp");
        assertThat(enrolled.getUserLabel()).isEqualTo("A•••@example.test");
        assertThat(enrolled.getCreatedDate()).isEqualTo(1_700_000_000_123L);
        assertThat(enrolled.getCredentialData()).isEqualTo("{\"address\":\"A•••@example.test\"}");
        assertThat(enrolled.getSecretData())
                .isEqualTo("{\"salt\":\"c2FsdA==\",\"sha256\":\"eEpjm29MfndXozX/UWRG/9JqGa4OAaaCKjVg2aL5U+k=\"}");
        assertThat(new EmailCodeCredentialProviderFactory().getId()).isEqualTo("email-otp");
    }

    /** Written here by a build from before, and deleted by administrators: its type, and what it says in JSON. */
    @Test
    void ofALock() {
        CredentialModel lock = GuessLockCredential.of(STRANGER, 100, AT);
        assertThat(lock.getType()).isEqualTo("email-otp-lock");
        assertThat(lock.getCredentialData()).isEqualTo("{\"browsers\":\"new\",\"failures\":100}");
        assertThat(lock.getSecretData()).isEqualTo("{}");
        assertThat(lock.getCreatedDate()).isEqualTo(1_700_000_000_123L);
        assertThat(new GuessLockCredentialProviderFactory().getId()).isEqualTo("email-otp-lock");
        Map.of("new", STRANGER, "known", KNOWN, "anonymous", ANONYMOUS).forEach((browsers, whose) -> {
            CredentialModel stored = new CredentialModel();
            stored.setCredentialData("{\"browsers\":\"%s\",\"failures\":100}".formatted(browsers));
            assertThat(GuessLockCredential.isFor(whose, stored)).isTrue();
            assertThat(GuessLockCredential.isFor(whose == KNOWN ? STRANGER : KNOWN, stored))
                    .isFalse();
        });
    }
}
