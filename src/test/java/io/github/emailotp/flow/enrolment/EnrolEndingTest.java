package io.github.emailotp.flow.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.RecordedEvents;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

@DisplayName("The right code")
class EnrolEndingTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);
    private static final String STATUS = "kc_action_status";

    private final RecordedEvents events = new RecordedEvents();
    private final EventBuilder event = events.builder();
    private final Map<Object, Object> notes = new HashMap<>(Map.of("kc_action", EnrolByCodeFactory.PROVIDER_ID));
    private final List<CredentialModel> stored = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private boolean stores = true;

    @Test
    void setsItUp() {
        ending().accepted();
        assertThat(told).containsExactly("success");
        assertThat(notes).as("Keycloak tells that it succeeded").doesNotContainKey(STATUS);
        assertThat(events.all()).containsExactly("UPDATE_CREDENTIAL null null");
    }

    @Test
    void setsItUpAtThatMoment() {
        ending().accepted();
        assertThat(stored)
                .singleElement()
                .extracting(CredentialModel::getCreatedDate)
                .isEqualTo(NOW.toEpochMilli());
    }

    /** With {@code failure}, the login would end, and again at every login where it is demanded. */
    @Test
    void logsInAlsoWhereNothingCanBeStoredAndTellsWhoeverHasAsked() {
        stores = false;
        ending().accepted();
        assertThat(told).containsExactly("success");
        assertThat(notes).containsEntry(STATUS, "error").doesNotContainKey("kc_action");
        assertThat(events.all()).containsExactly("UPDATE_CREDENTIAL_ERROR null not_allowed");
    }

    private EnrolEnding ending() {
        RequiredActionContext context = context();
        return new EnrolEnding(
                context,
                Occasion.of(context, EnrolByCodeFactory.PROVIDER_ID, Purpose.ENROL),
                new Verifications(Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom()),
                EmailOtpSettings.read(Factor.SECOND, Map.of("knownBrowserDays", "0"), warning -> {}));
    }

    private RequiredActionContext context() {
        Map<String, Function<List<Object>, Object>> methods = new HashMap<>();
        methods.put("getUser", given -> user());
        methods.put("getSession", given -> Fake.answering(KeycloakSession.class, Map.of()));
        methods.put("getAuthenticationSession", given -> login());
        methods.put("getEvent", given -> event);
        methods.put("success", given -> told.add("success"));
        methods.put("failure", given -> told.add("failure"));
        return Fake.answering(RequiredActionContext.class, methods);
    }

    private AuthenticationSessionModel login() {
        RealmModel realm = Fake.answering(RealmModel.class, Map.of("getId", given -> "realm"));
        return Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getRealm", given -> realm,
                        "getClientNote", given -> notes.get(given.get(0)),
                        "setClientNote", given -> notes.put(given.get(0), given.get(1)),
                        "removeClientNote", given -> notes.remove(given.get(0))));
    }

    private UserModel user() {
        SubjectCredentialManager credentials = Fake.answering(
                SubjectCredentialManager.class,
                Map.of(
                        "getStoredCredentialsByTypeStream",
                        given -> stored.stream(),
                        "createStoredCredential",
                        given -> stores && stored.add((CredentialModel) given.get(0)) ? given.get(0) : null));
        return Fake.answering(
                UserModel.class,
                Map.of(
                        "getId", given -> "alice",
                        "getEmail", given -> "alice@example.test",
                        "credentialManager", given -> credentials));
    }
}
