package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

@DisplayName("Whoever enrols the email code")
class EnrolmentTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

    private final List<CredentialModel> stored = new ArrayList<>();
    private String address = "alice@example.test";
    private boolean stores = true;
    private boolean isReadOnly;
    private boolean isOvertaken;
    private final Enrolment enrolment = new Enrolment(user());

    @Test
    void hasItFromThenOn() {
        assertThat(enrolment.isThere()).isFalse();
        assertThat(enrolment.isCurrent()).isFalse();
        assertThat(enrolment.renew(address, NOW)).isTrue();
        assertThat(enrolment.isThere()).isTrue();
        assertThat(enrolment.isCurrent()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ALICE@example.test, true", "alice+x@example.test, false", "bob@example.test, false", "'', false"})
    void hasItWithTheAddressThatIsTheirsThenAndNoOther(String next, boolean same) {
        enrolment.renew(address, NOW);
        address = next;
        assertThat(enrolment.isCurrent()).isEqualTo(same);
        assertThat(enrolment.isThere()).as("and is not asked for less").isTrue();
    }

    @Test
    void hasItOnceAfterAnotherAddress() {
        enrolment.renew(address, NOW);
        address = "bob@example.test";
        enrolment.renew(address, NOW);
        assertThat(stored)
                .singleElement()
                .satisfies(one -> assertThat(one.getUserLabel()).isEqualTo("b•••@example.test"));
        assertThat(enrolment.isCurrent()).isTrue();
    }

    /** The labels of both are the same, of which Keycloak stores no two; and an import may have brought more than one. */
    @Test
    void isNeverWithoutMeanwhile() {
        enrolment.renew(address, NOW);
        stored.add(EnrolmentCredential.of("old@example.test", NOW));
        stored.get(1).setId("second");
        address = "anne@example.test";
        stores = false;
        assertThat(enrolment.renew(address, NOW)).isTrue();
        assertThat(stored).hasSize(1);
        assertThat(enrolment.isCurrent()).isTrue();
    }

    /** A change of the address that comes while the code is typed. */
    @Test
    void hasItWithTheAddressThatWasShownToBeTheirs() {
        address = "bob@example.test";
        enrolment.renew("alice@example.test", NOW);
        assertThat(enrolment.isCurrent()).isFalse();
        address = "alice@example.test";
        assertThat(enrolment.isCurrent()).isTrue();
    }

    @Test
    void isToldWhereTheStoreIsReadOnly() {
        enrolment.renew(address, NOW);
        isReadOnly = true;
        address = "bob@example.test";
        assertThat(enrolment.renew(address, NOW)).isFalse();
        assertThat(enrolment.isThere()).isTrue();
    }

    /** Two tabs at once: Keycloak refuses the second entry of the same label. */
    @Test
    void hasItWhereAnotherRequestWasFaster() {
        isOvertaken = true;
        assertThat(enrolment.renew(address, NOW)).isTrue();
        assertThat(stored).hasSize(1);
    }

    @Test
    void cannotWithoutAnAddress() {
        address = null;
        assertThat(enrolment.isMissing()).isFalse();
        assertThat(enrolment.renew("", NOW)).isFalse();
        assertThat(stored).isEmpty();
    }

    @Test
    void isToldWhereNothingIsStored() {
        stores = false;
        assertThat(enrolment.renew(address, NOW)).isFalse();
    }

    /** Two accounts with one address, and one that comes back to an address, have nothing in common in the database. */
    @Test
    void leavesNoHashThatCanBeSearchedFor() {
        enrolment.renew(address, NOW);
        String first = stored.get(0).getSecretData();
        enrolment.renew(address, NOW);
        assertThat(stored.get(0).getSecretData()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "null", "{}", "{\"salt\":\"x\"}", "{\"sha256\":\"x\"}", "no json"})
    void isAskedAgainWhereItCannotBeRead(String secret) {
        enrolment.renew(address, NOW);
        stored.get(0).setSecretData(secret);
        assertThat(enrolment.isCurrent()).isFalse();
        assertThat(enrolment.isThere()).isTrue();
    }

    private CredentialModel create(CredentialModel enrolled) {
        if (isOvertaken) {
            stored.add(EnrolmentCredential.of(address, NOW));
            throw new ModelDuplicateException("label");
        }
        return stores && stored.add(enrolled) ? enrolled : null;
    }

    private CredentialModel update(CredentialModel enrolled) {
        if (isReadOnly) {
            throw new ReadOnlyException("read-only");
        }
        stored.replaceAll(old -> Objects.equals(old.getId(), enrolled.getId()) ? enrolled : old);
        return null;
    }

    private UserModel user() {
        SubjectCredentialManager credentials = Fake.answering(
                SubjectCredentialManager.class,
                Map.of(
                        "getStoredCredentialsByTypeStream",
                        given -> stored.stream()
                                .filter(credential -> credential.getType().equals(given.get(0))),
                        "removeStoredCredentialById",
                        given -> stored.removeIf(
                                credential -> String.valueOf(credential.getId()).equals(String.valueOf(given.get(0)))),
                        "updateStoredCredential",
                        given -> update((CredentialModel) given.get(0)),
                        "createStoredCredential",
                        given -> create((CredentialModel) given.get(0))));
        return Fake.answering(
                UserModel.class, Map.of("credentialManager", given -> credentials, "getEmail", given -> address));
    }
}
