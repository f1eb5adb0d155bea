package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.flow.Addressee.Account;
import io.github.emailotp.settings.NameSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.common.Profile;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

@DisplayName("A name that is typed")
class TypedNameTest {

    private static final NameSettings ADDRESSES = new NameSettings(false);
    private static final NameSettings USER_NAMES = new NameSettings(true);

    @Test
    void isAnAddressWithoutTheBlanksAroundIt() {
        assertThat(TypedName.read("\u2003Alice@example.test\n", ADDRESSES))
                .contains(new TypedName("Alice@example.test"));
        assertThat(TypedName.read("alice@localhost", ADDRESSES)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "alice", "@example.test", "alice@", "a@b@example.test", "alice smith@example.test"})
    void isNoneIfItCanBeNoAddress(String typed) {
        assertThat(TypedName.read(typed, ADDRESSES)).isEmpty();
    }

    @Test
    void isNoneIfThereIsNoneOrItRunsOn() {
        assertThat(TypedName.read(null, USER_NAMES)).isEmpty();
        assertThat(TypedName.read("x".repeat(255), USER_NAMES)).isEmpty();
        assertThat(TypedName.read(" ", USER_NAMES)).isEmpty();
    }

    @Test
    void isAUserNameWhereThoseAreTaken() {
        assertThat(TypedName.read("alice smith", USER_NAMES)).contains(new TypedName("alice smith"));
    }

    /** It would find whoever is meant by it, for whatever fails beside the step. */
    @Test
    void isNotToldKeycloakBeforeItsOwnerIsTheUser() {
        Map<Object, Object> notes = new HashMap<>(Map.of("ATTEMPTED_USERNAME", "another name"));
        AuthenticationFlowContext context = contextWith(notes);
        new TypedName("alice@example.test").keep(context);
        assertThat(notes).doesNotContainKey("ATTEMPTED_USERNAME");
        assertThat(TypedName.of(context)).contains(new TypedName("alice@example.test"));
        TypedName.tell(context);
        assertThat(notes).containsEntry("ATTEMPTED_USERNAME", "alice@example.test");
    }

    private static AuthenticationFlowContext contextWith(Map<Object, Object> notes) {
        AuthenticationSessionModel login = Fake.answering(
                AuthenticationSessionModel.class,
                Map.of(
                        "getAuthNote", given -> notes.get(given.get(0)),
                        "setAuthNote", given -> notes.put(given.get(0), given.get(1)),
                        "removeAuthNote", given -> notes.remove(given.get(0))));
        return Fake.answering(
                AuthenticationFlowContext.class,
                Map.of(
                        "getAuthenticationSession", given -> login,
                        "getExecution", given -> new AuthenticationExecutionModel()));
    }

    /** Whoever makes another account with the address, and proves nothing, shuts nobody out, and is let in nowhere. */
    @ParameterizedTest
    @CsvSource({
        "owner verified; attacker, owner",
        "attacker; owner verified, owner",
        "owner verified; former verified disabled; attacker, owner",
        "one verified; other verified, nobody",
        "owner; attacker, nobody",
        "owner verified disabled; attacker, nobody",
        "owner verified disabled, nobody",
        "owner of another address verified, nobody"
    })
    void meansOfSeveralAccountsTheOneWhoseOwnerHasProvenTheAddress(String accounts, String meant) {
        Profile.defaults();
        UserProvider users = Fake.answering(
                UserProvider.class,
                Map.of(
                        "getUserByEmail",
                                given -> {
                                    throw new ModelDuplicateException("several");
                                },
                        "searchForUserStream",
                                given -> Stream.of(accounts.split("; ")).map(TypedNameTest::account)));
        AuthenticationFlowContext context = Fake.answering(
                AuthenticationFlowContext.class,
                Map.of(
                        "getSession", given -> Fake.answering(KeycloakSession.class, Map.of("users", none -> users)),
                        "getRealm", given -> Fake.answering(RealmModel.class, Map.of())));
        Addressee addressee = new TypedName("Alice@example.test").addressee(context, ADDRESSES, address -> true);
        assertThat(addressee instanceof Account account ? account.id() : "nobody")
                .isEqualTo(meant);
        assertThat(addressee.barredError())
                .isEqualTo(meant.equals("nobody") ? Optional.of("email_in_use") : Optional.empty());
    }

    /** Or names that differ by an accent would share a limit where they are somebody's, and have one each where they are nobody's. */
    @ParameterizedTest
    @CsvSource({
        "alice@example.test, local, true",
        "Alice@Example.test, local, true",
        "\u00e1lice@example.test, local, false",
        "al\u0131ce@example.test, local, false",
        "another.name@example.test, imported, true",
        "another.name@example.test, f:store:alice, true",
        "alice, local, true",
        "ALICE, local, true",
        "\u00e1lice, local, false",
        "another name, imported, true"
    })
    void meansNobodyWhereOnlyTheDatabaseTakesItForTheOneThatIsStored(String typed, String store, boolean isMeant) {
        Profile.defaults();
        UserModel alice = Fake.answering(
                UserModel.class,
                Map.of(
                        "getId", given -> store.startsWith("f:") ? store : "alice",
                        "getFederationLink", given -> store.equals("imported") ? "store" : null,
                        "getUsername", given -> "alice",
                        "getEmail", given -> "alice@example.test"));
        UserProvider users = Fake.answering(
                UserProvider.class,
                Map.of(
                        "getUserByEmail", given -> alice,
                        "getUserByUsername", given -> typed.contains("@") ? null : alice));
        AuthenticationFlowContext context = Fake.answering(
                AuthenticationFlowContext.class,
                Map.of(
                        "getSession", given -> Fake.answering(KeycloakSession.class, Map.of("users", none -> users)),
                        "getRealm", given -> Fake.answering(RealmModel.class, Map.of())));
        Addressee addressee = new TypedName(typed).addressee(context, USER_NAMES, address -> false);
        assertThat(addressee instanceof Account).isEqualTo(isMeant);
    }

    private static UserModel account(String description) {
        List<String> words = List.of(description.split(" "));
        return Fake.answering(
                UserModel.class,
                Map.of(
                        "getId", given -> words.get(0),
                        "getEmail", given -> words.contains("another") ? "bob@example.test" : "alice@example.test",
                        "isEmailVerified", given -> words.contains("verified"),
                        "isEnabled", given -> !words.contains("disabled")));
    }
}
