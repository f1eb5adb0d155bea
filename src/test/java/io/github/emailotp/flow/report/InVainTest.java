package io.github.emailotp.flow.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A report")
class InVainTest {

    private final List<Object> removed = new ArrayList<>();

    @Test
    void isTakenBackWhereTheRequestComesToNothingAlone() {
        InVain committed = new InVain(() -> removed.add("undone"));
        committed.begin();
        committed.commit();
        assertThat(removed).isEmpty();
        InVain rolledBack = new InVain(() -> removed.add("undone"));
        rolledBack.begin();
        rolledBack.rollback();
        assertThat(removed).containsExactly("undone");
    }
}
