package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.SendQuota.Permit;
import io.github.emailotp.otp.TestLimits;
import io.github.emailotp.storage.RecordedCells.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A mail that was perhaps claimed, and is asked for again later,")
class LateMailClaimsTest extends ClaimsOnMails {

    private static final String ADDRESS = "alice@example.test";

    private final Binding alice = login(ADDRESS);

    @Test
    void waitsForTheMailsThatItsMailboxHasGotSince() {
        List<String> owed = failToClaim(0, POLICY);
        clock.advance(Duration.ofMinutes(6));
        for (int i = 0; i < 3; i++) {
            allowedMailTo(ADDRESS);
        }
        assertThat(limit(claim(owed, POLICY))).contains(Limit.ADDRESS);
        clock.advance(Duration.ofMinutes(5));
        assertThat(granted(claim(owed, POLICY))).isTrue();
    }

    @Test
    void waitsForTheMailThatItsLoginHasGotSince() {
        List<String> owed = failToClaim(0, POLICY);
        clock.advance(COOLDOWN);
        assertThat(granted(claim(List.of(), POLICY))).isTrue();
        assertThat(limit(claim(owed, POLICY))).contains(Limit.COOLDOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Limit.class,
            names = {"CLIENT", "REALM"})
    void waitsForTheMailsThatItsNetworkOrRealmHasHadSince(Limit limit) {
        OtpPolicy two = counting(limit, 2);
        List<String> owed = failToClaim(1, two);
        clock.advance(Duration.ofMinutes(62));
        assertThat(granted(quotaOf(two, "bob@example.test"))).isTrue();
        assertThat(granted(quotaOf(two, "carol@example.test"))).isTrue();
        assertThat(limit(claim(owed, two))).contains(limit);
    }

    @ParameterizedTest
    @EnumSource(
            value = Limit.class,
            names = {"CLIENT", "REALM"})
    void isCountedWhenItIsSent(Limit limit) {
        OtpPolicy two = counting(limit, 2);
        List<String> owed = failToClaim(1, two);
        clock.advance(Duration.ofMinutes(50));
        assertThat(granted(claim(owed, two))).isTrue();
        clock.advance(Duration.ofMinutes(20));
        assertThat(granted(quotaOf(two, "bob@example.test"))).isTrue();
        assertThat(limit(quotaOf(two, "carol@example.test"))).contains(limit);
    }

    private Permit claim(List<String> owed, OtpPolicy policy) {
        return quota().claim(alice, 0, owed, policy);
    }

    private Permit quotaOf(OtpPolicy policy, String address) {
        Binding other = new Binding(alice.realmId(), address, address, alice.purpose(), address);
        return quota().claim(other, policy);
    }

    private static Optional<Limit> limit(Permit permit) {
        return Optional.of(permit)
                .filter(Denied.class::isInstance)
                .map(Denied.class::cast)
                .map(Denied::limit);
    }

    private static OtpPolicy counting(Limit limit, int count) {
        Optional<RateLimit> rate = Optional.of(new RateLimit(count, Duration.ofHours(1)));
        return policy(new MailLimits(
                TestLimits.MAILS.perAddress(),
                limit == Limit.CLIENT ? rate : Optional.empty(),
                limit == Limit.REALM ? rate : Optional.empty()));
    }

    /** From the answer to this operation on, the cache is lost for long. */
    private List<String> failToClaim(int operation, OtpPolicy policy) {
        cells.breakDown(Fault.LOSES_THE_ANSWER, operation, 100);
        var failure = catchThrowableOfType(ClaimsUnavailableException.class, () -> claim(List.of(), policy));
        cells.repair();
        return failure.owed().stream().toList();
    }
}
