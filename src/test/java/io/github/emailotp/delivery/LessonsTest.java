package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.smtp.SmtpFailure.Scope;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("With what a mail failed")
class LessonsTest {

    private final Lessons lessons = new Lessons();

    @Test
    void isForgottenWhereAThousandOthersFailedLater() {
        for (int i = 0; i <= 1_000; i++) {
            lessons.learn("realm" + i, Scope.THE_SERVICE, new IllegalStateException());
        }
        assertThat(lessons.failure("realm0")).isEmpty();
        assertThat(lessons.failure("realm1")).isPresent();
    }

    @Test
    void isThatOfOneRealm() {
        lessons.learn("sick", Scope.THE_SERVICE, new IllegalStateException());
        assertThat(lessons.failure("sick")).isPresent();
        assertThat(lessons.failure("well")).isEmpty();
    }

    @Test
    void teachesWhatOthersFailWithUntilAMailIsHandedOver() {
        lessons.learn("realm", Scope.THE_MAIL, new IllegalStateException("no such mailbox"));
        assertThat(lessons.failure("realm")).isEmpty();
        lessons.learn("realm", Scope.THE_SERVICE, new IllegalStateException("no login"));
        assertThat(lessons.contentFailure("realm")).isEmpty();
        lessons.learn("realm", Scope.THE_CONTENT, new IllegalStateException("spam"));
        assertThat(lessons.contentFailure("realm")).isPresent();
        lessons.over("realm");
        assertThat(lessons.failure("realm")).isEmpty();
        assertThat(lessons.contentFailure("realm")).isEmpty();
    }
}
