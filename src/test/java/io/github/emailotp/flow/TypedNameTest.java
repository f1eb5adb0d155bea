package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.settings.NameSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
}
