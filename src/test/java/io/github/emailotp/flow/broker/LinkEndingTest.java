package io.github.emailotp.flow.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.IdentityProviderModel;

@DisplayName("A request that has an account to link")
class LinkEndingTest {

    private static final Response NO_PAGE = null;

    private final Arrival arrival = new Arrival();

    /** Of an account whose address is verified. Else, it is the first proof: {@code LinkByCodeIT}. */
    @Test
    void identifiesTheOwnerByTheRightCode() {
        arrival.isVerified = true;
        ending(true).accepted();
        assertThat(arrival.told).containsExactly("user owner", "success");
        assertThat(arrival.events.all()).containsExactly("IDENTITY_PROVIDER_LINK_ACCOUNT null null");
    }

    /** With {@code failureChallenge}, Keycloak would count it as a failure of whoever it finds. */
    @Test
    void countsAWrongCodeAsNobodysFailure() {
        ending(true).refused(NO_PAGE);
        ending(true).shown(NO_PAGE);
        assertThat(arrival.told).containsExactly("page", "page");
    }

    @Test
    void leavesToTheNextOptionWhereTheAccountHasNoAddress() {
        ending(false).unreachable(() -> NO_PAGE);
        assertThat(arrival.told).containsExactly("attempted");
    }

    @Test
    void saysSoToThoseWhoAreOnThePageOrHaveNoOtherOption() {
        ending(true).unreachable(() -> NO_PAGE);
        arrival.step.setRequirement(Requirement.REQUIRED);
        ending(false).unreachable(() -> NO_PAGE);
        assertThat(arrival.told).containsExactly("page", "page");
    }

    private LinkEnding ending(boolean isOnPage) {
        AuthenticationFlowContext context = arrival.context();
        IdentityProviderModel provider = FirstLogin.of(context).provider().orElseThrow();
        return new LinkEnding(
                context,
                new Verifications(Clock.systemUTC(), new SecureRandom()),
                EmailOtpSettings.read(Factor.SECOND, Map.of("knownBrowserDays", "0"), warning -> {}),
                Occasion.ofALink(
                        context, arrival.account(), FirstLogin.of(context).upstream(provider)),
                isOnPage);
    }
}
