package io.github.emailotp.storage.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;

@DisplayName("The browsers that a user trusts")
class TrustedBrowsersTest {

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Instant BEGINNING = Instant.ofEpochMilli(1_700_000_000_123L);

    private final List<CredentialModel> stored = new ArrayList<>();
    private final Random random = new Random(7);
    private Instant now = BEGINNING;
    private String address = "alice@example.test";
    private int notBeforeOfUser;
    private int notBeforeOfRealm;
    private boolean stores = true;
    private int written;

    private TrustedBrowsers browsers() {
        return browsersOf(stored);
    }

    private TrustedBrowsers browsersOf(List<CredentialModel> stored) {
        UserProvider users = Fake.answering(UserProvider.class, Map.of("getNotBeforeOfUser", given -> notBeforeOfUser));
        return new TrustedBrowsers(
                Fake.answering(KeycloakSession.class, Map.of("users", given -> users)),
                Fake.answering(RealmModel.class, Map.of("getNotBefore", given -> notBeforeOfRealm)),
                user(stored),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private UserModel user(List<CredentialModel> stored) {
        SubjectCredentialManager credentials = Fake.answering(
                SubjectCredentialManager.class,
                Map.of(
                        "getStoredCredentialsByTypeStream",
                        given -> List.copyOf(stored).stream()
                                .filter(credential -> credential.getType().equals(given.get(0))),
                        "removeStoredCredentialById",
                        given -> {
                            written++;
                            return stored.removeIf(
                                    credential -> credential.getId().equals(given.get(0)));
                        },
                        "createStoredCredential",
                        given -> {
                            written++;
                            CredentialModel credential = (CredentialModel) given.get(0);
                            credential.setId("id" + written);
                            return stores && stored.add(credential) ? credential : null;
                        }));
        return Fake.answering(
                UserModel.class, Map.of("credentialManager", given -> credentials, "getEmail", given -> address));
    }

    private TrustToken trusted() {
        return trusted(browsers());
    }

    private TrustToken trusted(TrustedBrowsers meanwhile) {
        return browsers().add(MONTH, "Firefox, Windows", random, meanwhile).orElseThrow();
    }

    private boolean trust(TrustToken token) {
        return isTrusted(token, MONTH);
    }

    private boolean isTrusted(TrustToken token, Duration longest) {
        return browsers().trustedSince(token, longest).isPresent();
    }

    private void password(Instant setAt) {
        CredentialModel password = new CredentialModel();
        password.setId("password");
        password.setType("password");
        password.setCreatedDate(setAt == null ? null : setAt.toEpochMilli());
        stored.removeIf(credential -> credential.getType().equals("password"));
        stored.add(password);
    }

    /** Written here by a build from before, and removed by people: letter by letter, but for the secret. */
    @Test
    void areStoredInThisForm() {
        TrustToken token = trusted();
        CredentialModel credential = stored.get(0);
        assertThat(credential.getType()).isEqualTo("email-otp-trusted-browser");
        assertThat(credential.getCreatedDate()).isEqualTo(1_700_000_000_123L);
        assertThat(credential.getCredentialData())
                .isEqualTo("{\"expires\":1702592000,\"accountHash\":\"email-otp.account.gQxDCK_8LEx_KySGdHCa2Q\"}");
        assertThat(credential.getSecretData()).matches("\\{\"hash\":\"[0-9a-f]{64}\"}");
        assertThat(credential.getSecretData()).doesNotContain(token.secret());
        // As any other program computes SHA-256.
        assertThat(TrustToken.hash("0".repeat(64)))
                .isEqualTo("60e05bd1b195af2f94112fa7197a5c88289058840ce7c6df9693756bc6250f55");
        assertThat(credential.getUserLabel()).matches("Firefox, Windows · 2023-11-14 · [0-9a-f]{4}");
        assertThat(TrustToken.parse(token.text())).contains(token);
        assertThat(token.text()).matches("id1\\.[0-9a-f]{64}");
        assertThat(token).asString().doesNotContain(token.secret());
    }

    @Test
    void areTrustedForTheirDaysAndNothingIsWritten() {
        TrustToken token = trusted();
        written = 0;
        now = BEGINNING.plus(MONTH).minusSeconds(1);
        assertThat(isTrusted(token, MONTH.multipliedBy(3))).isTrue();
        now = BEGINNING.plus(MONTH);
        assertThat(isTrusted(token, MONTH.multipliedBy(3)))
                .as("offered for longer now")
                .isFalse();
        assertThat(written).isZero();
    }

    @Test
    void areTrustedNoLongerThanItIsOfferedNow() {
        TrustToken token = trusted();
        now = BEGINNING.plus(Duration.ofDays(7));
        assertThat(isTrusted(token, Duration.ofDays(8))).isTrue();
        assertThat(isTrusted(token, Duration.ofDays(7))).isFalse();
        assertThat(isTrusted(token, Duration.ZERO)).isFalse();
    }

    private void factor(String type, String id) {
        CredentialModel factor = new CredentialModel();
        factor.setType(type);
        factor.setId(id);
        stored.add(factor);
    }

    private void removeFactor(String id) {
        stored.removeIf(credential -> credential.getId().equals(id));
    }

    /** As when a phone is lost, or an app was somebody else's. */
    @ParameterizedTest
    @ValueSource(strings = {"email-otp", "otp", "webauthn", "webauthn-passwordless"})
    void areTrustedNoMoreWithoutAFactorThatTheirOwnerHadThen(String type) {
        factor(type, "first");
        TrustToken token = trusted();
        factor(type, "second");
        assertThat(trust(token)).as("one more").isTrue();
        removeFactor("second");
        assertThat(trust(token)).as("which goes again").isTrue();
        removeFactor("first");
        assertThat(trust(token)).isFalse();
        factor(type, "another");
        assertThat(trust(token)).as("with another one").isFalse();
    }

    /** Each transaction sees its own. */
    @Test
    void areTrustedNoMoreWithoutAFactorThatWasSetUpInThatVeryLogin() {
        factor("email-otp", "first");
        List<CredentialModel> inTheLogin = List.copyOf(stored);
        stored.clear();
        TrustToken token = trusted(browsersOf(inTheLogin));
        factor("email-otp", "first");
        assertThat(trust(token)).isTrue();
        removeFactor("first");
        assertThat(trust(token)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"email-otp-lock", "recovery-authn-codes", "email-otp-trusted-browser"})
    void areTrustedWithoutWhatIsNone(String type) {
        factor(type, "first");
        TrustToken token = trusted();
        removeFactor("first");
        assertThat(trust(token)).isTrue();
    }

    @Test
    void rememberTheFactorsInThisForm() {
        factor("otp", "b");
        factor("email-otp", "a");
        trusted();
        assertThat(stored.get(2).getCredentialData())
                .isEqualTo("{\"expires\":1702592000,\"accountHash\":\"email-otp.account.gQxDCK_8LEx_KySGdHCa2Q\","
                        + "\"factors\":[\"a\",\"b\"]}");
    }

    /** Of requests that were under way when all trust ended. */
    @Test
    void canEndUpToAMoment() {
        TrustToken before = trusted();
        now = BEGINNING.plusMillis(1);
        TrustToken then = trusted();
        now = BEGINNING.plusMillis(2);
        TrustToken later = trusted();
        assertThat(browsers().removeUntil(BEGINNING.plusMillis(1))).isEqualTo(2);
        assertThat(List.of(trust(before), trust(then), trust(later))).containsExactly(false, false, true);
        assertThat(stored).hasSize(1);
    }

    @Test
    void areKnownByIdAndSecret() {
        TrustToken one = trusted();
        TrustToken other = trusted();
        assertThat(trust(new TrustToken(one.credential(), other.secret()))).isFalse();
        assertThat(trust(new TrustToken("id9", one.secret()))).isFalse();
        assertThat(trust(other)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "id1", "id1.", "id1.00", "a.b.c", "id 1."})
    void haveATokenOrNone(String text) {
        assertThat(TrustToken.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400_000, -1, 1, 86_400_000})
    void areNotTrustedWithAPasswordOfAnotherDateWhichever(long millis) {
        password(BEGINNING.minusSeconds(60));
        TrustToken token = trusted();
        password(BEGINNING.minusSeconds(60));
        assertThat(trust(token)).as("a new hash of the same").isTrue();
        password(BEGINNING.minusSeconds(60).plusMillis(millis));
        assertThat(trust(token)).isFalse();
    }

    /** Of a passkey alone, of a directory; and back. */
    @Test
    void areNotTrustedWithoutThePasswordOrWithAFirstOne() {
        TrustToken without = trusted();
        password(BEGINNING);
        assertThat(trust(without)).isFalse();
        TrustToken with = trusted();
        stored.removeIf(credential -> credential.getType().equals("password"));
        assertThat(trust(with)).isFalse();
    }

    /** Of an account that was imported. */
    @Test
    void areTrustedWhereNobodyKnowsWhenThePasswordWasSet() {
        password(null);
        TrustToken token = trusted();
        assertThat(trust(token)).isTrue();
        password(now);
        assertThat(trust(token)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1699999999, true", "1700000000, false", "1700000001, false"})
    void areTrustedAfterTheSecondOfASignOut(int second, boolean isTrusted) {
        TrustToken token = trusted();
        notBeforeOfUser = second;
        assertThat(trust(token)).isEqualTo(isTrusted);
        notBeforeOfUser = 0;
        notBeforeOfRealm = second;
        assertThat(trust(token)).isEqualTo(isTrusted);
    }

    @Test
    void areTrustedForOneAddress() {
        TrustToken token = trusted();
        address = " Alice@Example.test ";
        assertThat(trust(token)).isTrue();
        address = "alice+new@example.test";
        assertThat(trust(token)).isFalse();
        address = null;
        assertThat(trust(token)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "null", "{}", "no json", "{\"expires\":\"x\"}", "{\"expires\":99999999999}"})
    void areNotTrustedIfTheyCannotBeRead(String data) {
        TrustToken token = trusted();
        stored.get(0).setCredentialData(data);
        assertThat(trust(token)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "null", "{}", "no json", "{\"hash\":null}"})
    void areNotTrustedWithoutAHash(String data) {
        TrustToken token = trusted();
        stored.get(0).setSecretData(data);
        assertThat(trust(token)).isFalse();
    }

    @Test
    void areTenAtMost() {
        List<TrustToken> tokens = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            now = now.plusSeconds(1);
            tokens.add(trusted());
        }
        assertThat(stored).hasSize(10);
        assertThat(tokens.stream().map(this::trust))
                .containsExactly(false, false, true, true, true, true, true, true, true, true, true, true);
    }

    @Test
    void areTakenAwayWhenTheyHaveExpiredAndAnotherComes() {
        trusted();
        now = now.plus(MONTH);
        trusted();
        assertThat(stored).hasSize(1);
    }

    /** From 26.3 on, Keycloak takes no second one with the same label. */
    @Test
    void haveALabelOfTheirOwn() {
        Random same = new Random(3);
        TrustToken one = browsers().add(MONTH, "", same, browsers()).orElseThrow();
        TrustToken other = browsers().add(MONTH, "", new Random(3), browsers()).orElseThrow();
        assertThat(other.secret()).isNotEqualTo(one.secret());
        assertThat(stored).extracting(CredentialModel::getUserLabel).doesNotHaveDuplicates();
        assertThat(stored.get(0).getUserLabel()).startsWith("Browser · ");
    }

    @Test
    void areTakenAwayWhenTheyAreNotTrustedAndAnotherComes() {
        trusted();
        now = now.plusSeconds(2);
        password(now.minusSeconds(1));
        TrustToken next = trusted();
        assertThat(trust(next)).isTrue();
        assertThat(stored).hasSize(2);
        browsers().removeAll();
        assertThat(stored).extracting(CredentialModel::getType).containsExactly("password");
    }

    @Test
    void areRemovedByTheirSecretOnly() {
        TrustToken token = trusted();
        browsers().remove(new TrustToken(token.credential(), "0".repeat(64)));
        assertThat(stored).hasSize(1);
        browsers().remove(token);
        assertThat(stored).isEmpty();
    }

    @Test
    void areNoneWhereNothingIsStored() {
        stores = false;
        assertThat(browsers().add(MONTH, "", random, browsers())).isEmpty();
    }
}
