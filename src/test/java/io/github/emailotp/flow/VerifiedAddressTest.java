package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.Fake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.storage.ReadOnlyException;

@DisplayName("That an address is verified")
class VerifiedAddressTest {

    private final List<String> done = new ArrayList<>();
    private RuntimeException failure;

    private UserModel user(String federation) {
        return Fake.answering(
                UserModel.class,
                Map.of(
                        "getId", given -> "alice",
                        "getFederationLink", given -> federation,
                        "isEmailVerified", given -> false,
                        "setEmailVerified", this::set,
                        "removeRequiredAction", given -> done.add("removed " + given.get(0))));
    }

    private Object set(List<Object> given) {
        if (failure != null) {
            throw failure;
        }
        return done.add("set " + given.get(0));
    }

    private boolean canBeKept(UserModel user) {
        RealmModel realm = Fake.answering(RealmModel.class, Map.of("getId", given -> "shop"));
        KeycloakTransactionManager transaction = Fake.answering(
                KeycloakTransactionManager.class,
                Map.of(
                        "begin", given -> null,
                        "setRollbackOnly", given -> done.add("undone"),
                        "getRollbackOnly", given -> true,
                        "isActive", given -> true,
                        "rollback", given -> null,
                        "commit", given -> done.add("committed")));
        KeycloakContext context = Fake.answering(KeycloakContext.class, Map.of("setRealm", given -> null));
        RealmProvider realms = Fake.answering(RealmProvider.class, Map.of("getRealm", given -> realm));
        UserProvider users = Fake.answering(UserProvider.class, Map.of("getUserById", given -> user));
        KeycloakSession own = Fake.answering(
                KeycloakSession.class,
                Map.of(
                        "getTransactionManager", given -> transaction,
                        "getAttribute", given -> null,
                        "setAttribute", given -> null,
                        "getContext", given -> context,
                        "realms", given -> realms,
                        "users", given -> users,
                        "close", given -> null));
        KeycloakSessionFactory factory = Fake.answering(KeycloakSessionFactory.class, Map.of("create", given -> own));
        KeycloakSession session = Fake.answering(
                KeycloakSession.class,
                Map.of("getKeycloakSessionFactory", given -> factory, "getAttribute", given -> null));
        return VerifiedAddress.canBeKept(user, session, realm);
    }

    @Test
    void isKeptWithTheAccount() {
        VerifiedAddress.keep(user(null));
        assertThat(done).containsExactly("set true", "removed VERIFY_EMAIL");
    }

    /** The code counts all the same. */
    @Test
    void isNoErrorWhereAStoreKeepsNothingOfTheKind() {
        failure = new ReadOnlyException("keeps nothing");
        VerifiedAddress.keep(user("ldap"));
        assertThat(done).isEmpty();
        assertThat(canBeKept(user("ldap"))).isFalse();
    }

    @Test
    void isTriedInATransactionThatComesToNothing() {
        assertThat(canBeKept(user("ldap"))).isTrue();
        assertThat(done).contains("set true", "undone").doesNotContain("committed");
    }

    @Test
    void isNotTriedWhereKeycloakKeepsTheAccount() {
        assertThat(canBeKept(user(null))).isTrue();
        assertThat(done).isEmpty();
    }

    /** Or a database that is away for a moment would leave an account to whoever has set it up. */
    @Test
    void isNotTakenForWhatCannotBeKeptWhereAStoreFails() {
        failure = new IllegalStateException("away");
        assertThatThrownBy(() -> canBeKept(user("ldap"))).isSameAs(failure);
        assertThatThrownBy(() -> VerifiedAddress.keep(user("ldap"))).isSameAs(failure);
    }
}
