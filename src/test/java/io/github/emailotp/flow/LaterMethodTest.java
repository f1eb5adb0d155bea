package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A method that not every version has")
class LaterMethodTest {

    /** Of a later version. */
    public interface Later {
        void success(String type);

        void failure(Integer error, String detail);
    }

    private final List<String> calls = new ArrayList<>();

    private final Later later = new Later() {
        @Override
        public void success(String type) {
            calls.add("success " + type);
        }

        @Override
        public void failure(Integer error, String detail) {
            throw new IllegalArgumentException(detail);
        }
    };

    @Test
    void isCalledWhereItIs() {
        LaterMethod success =
                LaterMethod.find(Later.class, "success", String.class).orElseThrow();
        success.call(later, "otp");
        success.call(later, "webauthn");
        assertThat(calls).containsExactly("success otp", "success webauthn");
    }

    @Test
    void isNotFoundWhereItIsNot() {
        assertThat(LaterMethod.find(Later.class, "success")).isEmpty();
    }

    @Test
    void throwsWhatItThrows() {
        LaterMethod failure = LaterMethod.find(Later.class, "failure", Integer.class, String.class)
                .orElseThrow();
        assertThatThrownBy(() -> failure.call(later, 1, "none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("none");
    }
}
