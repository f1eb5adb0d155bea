package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Purpose;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** What a code that links accounts is bound to. */
@DisplayName("The occasion of a link")
class OccasionTest {

    private static final Upstream ALICE = new Upstream("shop", "Shop", "id-1", "alice", "Alice@example.test");

    private final EventBuilder event = new RecordedEvents().builder();

    @Test
    void isTheSameForTheSameAccountAtTheSameProvider() {
        assertThat(binding(new Upstream("shop", "The Shop", "id-1", "alice2", "new@example.test")))
                .isEqualTo(binding(ALICE));
    }

    @Test
    void isAnotherForAnotherAccountOrAnotherProvider() {
        Binding alice = binding(ALICE);
        assertThat(List.of(
                        new Upstream("shop", "Shop", "id-2", "alice", "Alice@example.test"),
                        new Upstream("shop2", "Shop", "id-1", "alice", "Alice@example.test"),
                        new Upstream("shopid", "Shop", "-1", "alice", "Alice@example.test")))
                .allSatisfy(other -> {
                    assertThat(binding(other).sessionId()).isNotEqualTo(alice.sessionId());
                    assertThat(of(other).step())
                            .as("nor is its challenge found")
                            .isNotEqualTo(of(ALICE).step());
                });
    }

    @Test
    void linksAndDoesNothingElse() {
        assertThat(binding(ALICE).purpose()).isEqualTo(Purpose.LINK);
        assertThat(of(ALICE).event().getEvent().getType()).isEqualTo(EventType.IDENTITY_PROVIDER_LINK_ACCOUNT);
        assertThat(event.getEvent().getType()).as("the login's own").isNull();
    }

    /** Whoever has found an account by its user name shall not learn its address. */
    @Test
    void showsTheAddressToThoseOnlyWhoHaveComeWithIt() {
        assertThat(of(ALICE).shownAddress()).isEqualTo("a•••@example.test");
        assertThat(Stream.of("", "mallory@example.test")
                        .map(address -> new Upstream("shop", "Shop", "id-1", "alice", address))
                        .map(upstream -> of(upstream).shownAddress()))
                .containsOnly("•••");
    }

    /** Who has come from a provider has shown nothing of the account that they would link. */
    @Test
    void ofALinkIsOneOfSomebodyWhoHasShownNothing() {
        assertThat(of(ALICE).acquaintanceOfOthers()).isEqualTo(Acquaintance.ANONYMOUS);
    }

    /** Whoever registers can type any address. */
    @Test
    void ofAnAddressToBeVerifiedOrEnrolledIsOneOfSomebodyWhoHasShownNothingOfTheMailbox() {
        assertThat(List.of(Purpose.VERIFY, Purpose.ENROL, Purpose.LOGIN))
                .extracting(this::askedFor)
                .containsExactly(Acquaintance.ANONYMOUS, Acquaintance.ANONYMOUS, Acquaintance.STRANGER);
    }

    /** Whoever knows a name has shown nothing. */
    @Test
    void ofANameIsOneOfSomebodyWhoHasShownNothing() {
        assertThat(List.of(Purpose.FIRST, Purpose.RESET, Purpose.REGISTER))
                .extracting(this::askedFor)
                .containsOnly(Acquaintance.ANONYMOUS);
    }

    /** Or wrong codes of those who know only a name would keep people out who have shown a password. */
    @Test
    void ofAnAddressToBeVerifiedOrEnrolledCountsWrongCodesAsThoseBehindAPassword() {
        assertThat(List.of(Purpose.VERIFY, Purpose.ENROL, Purpose.LOGIN))
                .extracting(purpose -> occasion(purpose).acquaintanceOfGuessers())
                .containsOnly(Acquaintance.STRANGER);
        assertThat(List.of(Purpose.FIRST, Purpose.RESET, Purpose.REGISTER))
                .extracting(purpose -> occasion(purpose).acquaintanceOfGuessers())
                .containsOnly(Acquaintance.ANONYMOUS);
        assertThat(of(ALICE).acquaintanceOfGuessers()).isEqualTo(Acquaintance.ANONYMOUS);
    }

    /** Right after a login, whose page is much like it. */
    @Test
    void ofAnEnrolmentSaysWhatTheCodeDoes() {
        assertThat(occasion(Purpose.ENROL).question().instruction()).isEqualTo("emailOtpInstructionEnrol");
        assertThat(occasion(Purpose.VERIFY).question().instruction()).isEqualTo("emailOtpInstruction");
    }

    private Acquaintance askedFor(Purpose purpose) {
        return occasion(purpose).acquaintanceOfOthers();
    }

    private Occasion occasion(Purpose purpose) {
        Occasion link = of(ALICE);
        return new Occasion(
                link.session(),
                link.login(),
                link.step(),
                purpose,
                link.addressee(),
                link.shownAddress(),
                Optional.empty(),
                link.event());
    }

    private Binding binding(Upstream upstream) {
        return of(upstream).binding();
    }

    private Occasion of(Upstream upstream) {
        UserModel owner = Fake.answering(
                UserModel.class, Map.of("getId", given -> "owner", "getEmail", given -> "alice@example.test"));
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setId("step");
        return Occasion.ofALink(
                Fake.answering(
                        AuthenticationFlowContext.class,
                        Map.of(
                                "getSession", given -> Fake.answering(KeycloakSession.class, Map.of()),
                                "getAuthenticationSession", given -> login(),
                                "getExecution", given -> step,
                                "getEvent", given -> event)),
                owner,
                upstream);
    }

    private static AuthenticationSessionModel login() {
        RootAuthenticationSessionModel browser =
                Fake.answering(RootAuthenticationSessionModel.class, Map.of("getId", given -> "browser"));
        return Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getRealm", given -> RecordedEvents.realm(),
                        "getParentSession", given -> browser,
                        "getTabId", given -> "tab"));
    }
}
