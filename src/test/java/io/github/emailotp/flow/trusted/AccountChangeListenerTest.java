package io.github.emailotp.flow.trusted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.emailotp.Fake;
import io.github.emailotp.storage.trusted.TrustedBrowsers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;

/** A user of a directory: Keycloak stores no password of theirs. */
@DisplayName("The listener for changed accounts")
class AccountChangeListenerTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    private final List<CredentialModel> stored = new ArrayList<>();
    private String address = "alice@example.test";
    private String id = "alice";
    private String store;

    private final RealmModel realm = Fake.answering(RealmModel.class, Map.of("getNotBefore", none -> 0));
    private final SubjectCredentialManager credentials = Fake.answering(
            SubjectCredentialManager.class,
            Map.of(
                    "getStoredCredentialsByTypeStream",
                    given -> List.copyOf(stored).stream()
                            .filter(credential -> credential.getType().equals(given.get(0))),
                    "removeStoredCredentialById",
                    given -> stored.removeIf(credential -> credential.getId().equals(given.get(0))),
                    "createStoredCredential",
                    given -> {
                        CredentialModel credential = (CredentialModel) given.get(0);
                        credential.setId("id");
                        stored.add(credential);
                        return credential;
                    }));
    private final UserModel user = Fake.answering(
            UserModel.class,
            Map.of(
                    "credentialManager", none -> credentials,
                    "getEmail", none -> address,
                    "getId", none -> id,
                    "getFederationLink", none -> store));
    private final UserProvider users = Fake.answering(
            UserProvider.class,
            Map.of(
                    "getNotBeforeOfUser",
                    given -> 0,
                    "getUserById",
                    given -> "alice".equals(Objects.requireNonNull(given.get(1))) ? user : null));
    private final RealmProvider realms =
            Fake.answering(RealmProvider.class, Map.of("getRealm", given -> given.contains("shop") ? realm : null));
    private final KeycloakSession session =
            Fake.answering(KeycloakSession.class, Map.of("users", none -> users, "realms", none -> realms));

    private final AccountChangeListener listener = new AccountChangeListener(session, CLOCK);

    @BeforeEach
    void trustABrowser() {
        var browsers = new TrustedBrowsers(session, realm, user, CLOCK);
        browsers.add(Duration.ofDays(30), "", new Random(3), browsers);
        assertThat(stored).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE_EMAIL, , 0",
        "UPDATE_CREDENTIAL, password, 0",
        "UPDATE_CREDENTIAL, otp, 1",
        "UPDATE_CREDENTIAL, email-otp-trusted-browser, 1",
        "UPDATE_CREDENTIAL, , 1",
        "UPDATE_PROFILE, , 1",
        "UPDATE_CREDENTIAL_ERROR, password, 1",
        "LOGIN, password, 1"
    })
    void takesThemAwayAtANewPasswordOrAddressOfTheirOwner(EventType type, String credential, int left) {
        Event event = new Event();
        event.setType(type);
        event.setRealmId("shop");
        event.setUserId("alice");
        if (credential != null) {
            event.setDetails(Map.of("credential_type", credential));
        }
        listener.onEvent(event);
        assertThat(stored).hasSize(left);
    }

    /** An address that is taken away, or the first one, is told of by one of the two. */
    @ParameterizedTest
    @CsvSource({
        "UPDATE_PROFILE, updated_email, 0",
        "UPDATE_PROFILE, previous_email, 0",
        "UPDATE_PROFILE, updated_first_name, 1",
        "UPDATE_PROFILE_ERROR, updated_email, 1",
        "LOGIN, updated_email, 1"
    })
    void takesThemAwayAtANewAddressAmongTheChangesOfAProfile(EventType type, String detail, int left) {
        Event event = new Event();
        event.setType(type);
        event.setRealmId("shop");
        event.setUserId("alice");
        event.setDetails(Map.of(detail, "something"));
        listener.onEvent(event);
        assertThat(stored).hasSize(left);
    }

    @ParameterizedTest
    @CsvSource({
        "ACTION, users/alice/reset-password, 0",
        "UPDATE, users/alice/reset-password, 1",
        "ACTION, users/alice/reset-password-email, 1",
        "ACTION, users/alice, 1",
        "UPDATE, users/alice, 1",
        "UPDATE, users/bob, 1",
        "UPDATE, , 1"
    })
    void takesThemAwayAtANewPasswordOfAnAdministrator(OperationType operation, String path, int left) {
        listener.onEvent(changed(ResourceType.USER, operation, path), false);
        assertThat(stored).hasSize(left);
    }

    @Test
    void takesThemAwayWhenAnAdministratorHasChangedTheAddress() {
        address = "moved@example.test";
        listener.onEvent(changed(ResourceType.CLIENT, OperationType.UPDATE, "users/alice"), false);
        assertThat(stored).hasSize(1);
        listener.onEvent(changed(ResourceType.USER, OperationType.UPDATE, "users/alice"), false);
        assertThat(stored).isEmpty();
    }

    private void addApp() {
        CredentialModel app = new CredentialModel();
        app.setId("app");
        app.setType("otp");
        stored.add(app);
    }

    /** Whose browser was trusted with it. */
    private void removeTheApp() {
        stored.clear();
        addApp();
        var browsers = new TrustedBrowsers(session, realm, user, CLOCK);
        browsers.add(Duration.ofDays(30), "", new Random(3), browsers);
        stored.removeIf(credential -> credential.getId().equals("app"));
        assertThat(stored).hasSize(1);
    }

    @Test
    void takesThemAwayWhenTheirOwnerRemovesAFactor() {
        Event event = new Event();
        event.setType(EventType.REMOVE_CREDENTIAL);
        event.setRealmId("shop");
        event.setUserId("alice");
        listener.onEvent(event);
        assertThat(stored).as("another one").hasSize(1);
        removeTheApp();
        listener.onEvent(event);
        assertThat(stored).isEmpty();
    }

    @Test
    void takesThemAwayWhenAnAdministratorRemovesAFactor() {
        AdminEvent event = changed(ResourceType.USER, OperationType.ACTION, "users/alice/credentials/app");
        listener.onEvent(event, false);
        assertThat(stored).as("another one").hasSize(1);
        removeTheApp();
        listener.onEvent(event, false);
        assertThat(stored).isEmpty();
    }

    /** Of which it is not told whether a password was among it. */
    @ParameterizedTest
    @CsvSource({"alice, , 1", "alice, ldap, 0", "f:store:alice, , 0"})
    void takesThemAwayAtAnyChangeOfAUserWhosePasswordADirectoryMayKeep(String userId, String federation, int left) {
        id = userId;
        store = federation;
        listener.onEvent(changed(ResourceType.USER, OperationType.UPDATE, "users/alice"), false);
        assertThat(stored).hasSize(left);
    }

    /** As at the first login from an identity provider, where somebody changes the address that it has told. */
    @Test
    void takesNothingAwayWhereThereIsNoUserYet() {
        Event event = new Event();
        event.setType(EventType.UPDATE_EMAIL);
        event.setRealmId("shop");
        assertThatCode(() -> listener.onEvent(event)).doesNotThrowAnyException();
        assertThat(stored).hasSize(1);
    }

    @Test
    void asksForNothingAtAnotherEvent() {
        var nothing = new AccountChangeListener(Fake.answering(KeycloakSession.class, Map.of()), CLOCK);
        assertThatCode(() -> nothing.onEvent(new Event())).doesNotThrowAnyException();
        assertThatCode(() -> nothing.onEvent(new AdminEvent(), true)).doesNotThrowAnyException();
    }

    /** What administrators of 26.0 have chosen. */
    @Test
    void isOfEveryRealm() {
        var factory = new AccountChangeListenerFactory();
        assertThat(factory.isGlobal()).isTrue();
        assertThat(factory.getId()).isEqualTo("email-otp-trust");
    }

    private static AdminEvent changed(ResourceType type, OperationType operation, String path) {
        AdminEvent event = new AdminEvent();
        event.setRealmId("shop");
        event.setResourceType(type);
        event.setOperationType(operation);
        event.setResourcePath(path);
        return event;
    }
}
