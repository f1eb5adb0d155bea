package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;

@DisplayName("The email code as a credential")
class EmailCodeCredentialProviderTest {

    private final KeycloakSession session = session();
    private final EmailCodeCredentialProvider provider = new EmailCodeCredentialProvider(session);

    /** Keycloak asks so where it lists the ways to log in before anybody is known. */
    @Test
    void isDescribedWithoutAnyUser() {
        CredentialTypeMetadata metadata = metadata(null);
        assertThat(metadata.getType()).isEqualTo("email-otp");
        assertThat(metadata.getCategory()).isEqualTo(CredentialTypeMetadata.Category.TWO_FACTOR);
        assertThat(metadata.isRemoveable()).isTrue();
        assertThat(metadata.getCreateAction()).isEqualTo("email-otp-enrol");
    }

    @Test
    void isOfferedToWhoHasAnAddressAndNotYetTheCode() {
        assertThat(metadata(user("alice@example.test")).getCreateAction()).isEqualTo("email-otp-enrol");
        assertThat(metadata(user("bob@example.test")).getCreateAction()).isNull();
        assertThat(metadata(user(null)).getCreateAction()).isNull();
    }

    private CredentialTypeMetadata metadata(UserModel user) {
        return provider.getCredentialTypeMetadata(
                CredentialTypeMetadataContext.builder().user(user).build(session));
    }

    /** Bob has enrolled. */
    private static UserModel user(String address) {
        SubjectCredentialManager credentials = Fake.answering(
                SubjectCredentialManager.class,
                Map.of(
                        "getStoredCredentialsByTypeStream",
                        given -> Stream.of(EnrolmentCredential.of("bob@example.test", Instant.EPOCH))));
        return Fake.answering(
                UserModel.class, Map.of("credentialManager", given -> credentials, "getEmail", given -> address));
    }

    private static KeycloakSession session() {
        RealmModel realm = Fake.answering(
                RealmModel.class,
                Map.of(
                        "getRequiredActionProvidersStream",
                        given -> Stream.of("email-otp-enrol", "delete_credential")
                                .map(id -> {
                                    RequiredActionProviderModel action = new RequiredActionProviderModel();
                                    action.setProviderId(id);
                                    action.setEnabled(true);
                                    return action;
                                })));
        KeycloakContext context = Fake.answering(KeycloakContext.class, Map.of("getRealm", given -> realm));
        return Fake.answering(KeycloakSession.class, Map.of("getContext", given -> context));
    }
}
