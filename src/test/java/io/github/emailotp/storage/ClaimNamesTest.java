package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.TestKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The name of a claim")
class ClaimNamesTest {

    private final ClaimNames names = new ClaimNames(realm -> TestKey.named("key of " + realm));

    @Test
    void isTheSameForTheSame() {
        assertThat(names.of("mailbox", "realm", "alice@example.test"))
                .isEqualTo(names.of("mailbox", "realm", "alice@example.test"))
                .matches("email-otp\\.mailbox\\.[\\w-]{22}");
    }

    @Test
    void cannotBeToldWithoutTheKeyOfTheRealm() {
        String name = names.of("mailbox", "realm", "alice@example.test");
        assertThat(new ClaimNames(realm -> TestKey.named("another")).of("mailbox", "realm", "alice@example.test"))
                .isNotEqualTo(name);
        assertThat(HashedName.of("mailbox", "alice@example.test")).isNotEqualTo(name);
        assertThat(HashedName.of("mailbox", "realm", "alice@example.test")).isNotEqualTo(name);
    }

    @Test
    void isAnotherInAnotherRealmOrOfAnotherKind() {
        assertThat(names.of("mailbox", "realm", "alice"))
                .isNotEqualTo(names.of("mailbox", "other", "alice"))
                .isNotEqualTo(names.of("account", "realm", "alice"));
    }
}
