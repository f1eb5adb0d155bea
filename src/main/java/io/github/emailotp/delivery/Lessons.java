package io.github.emailotp.delivery;

import io.github.emailotp.smtp.SmtpFailure.Scope;
import java.util.Optional;

/**
 * With what a realm's last mail failed, as far as a node knows and it tells of others: mails that are only rehearsed fail with the same.
 * Thread-safe.
 */
final class Lessons {

    /** Those of this node. */
    static final Lessons OF_THIS_NODE = new Lessons();

    private final Newest<Lesson> lessons = new Newest<>();

    private record Lesson(Scope scope, Throwable failure) {}

    /** A mail has failed, and others may for the same reason, until one is handed over. */
    synchronized void learn(String realm, Scope scope, Throwable failure) {
        if (scope != Scope.THE_MAIL) {
            lessons.write(realm, new Lesson(scope, failure));
        }
    }

    /** A mail was handed over. */
    synchronized void over(String realm) {
        lessons.remove(realm);
    }

    /** With what a mail would fail. */
    synchronized Optional<Throwable> failure(String realm) {
        return Optional.ofNullable(lessons.get(realm)).map(Lesson::failure);
    }

    /** With what a mail would fail whose content the server has not seen. */
    synchronized Optional<Throwable> contentFailure(String realm) {
        return Optional.ofNullable(lessons.get(realm))
                .filter(lesson -> lesson.scope() == Scope.THE_CONTENT)
                .map(Lesson::failure);
    }
}
