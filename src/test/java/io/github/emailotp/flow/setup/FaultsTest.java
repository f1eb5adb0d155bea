package io.github.emailotp.flow.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What is wrong with a flow")
class FaultsTest {

    static Stream<Shape> shapes() {
        return Shape.all();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isWhoGetsInWithThePasswordAlone(Shape shape) {
        var letIn = Faults.letIn(shape.drawing().flow("copy"));
        assertThat(letIn.isEmpty() ? "" : People.words(letIn)).isEqualTo(shape.letIn());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isToldWithWhatToDo(Shape shape) {
        List<Fault> faults = Faults.of(shape.drawing().flow("copy"));
        assertThat(faults).extracting(Fault::fact).isEqualTo(shape.facts());
        assertThat(faults.stream().map(Fault::advice).distinct().toList()).isEqualTo(shape.advice());
    }
}
