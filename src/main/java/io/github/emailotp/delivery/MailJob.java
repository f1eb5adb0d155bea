package io.github.emailotp.delivery;

import io.github.emailotp.delivery.Retry.Cause;
import io.github.emailotp.delivery.Submission.NotSentException;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.Sending.Stage;
import io.github.emailotp.smtp.Hope;
import io.github.emailotp.smtp.SmtpFailure;
import io.github.emailotp.smtp.SmtpFailure.Met;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Sends one mail, after its request: through the administrator's sender, in sessions of its own, as often as it takes while
 * the code lives, and no more often than is safe. What becomes of it, its {@link MailReport} tells.
 */
final class MailJob implements OutboxJob {

    private static final Logger LOG = Logger.getLogger(MailJob.class);

    /**
     * So soon no login is over by another code, and what its request has seen is as good as a look: that takes a transaction, and to look for
     * the other code a read of the cluster's cache.
     */
    private static final Duration SOON = Duration.ofSeconds(1);

    static final String SUPERSEDED = "superseded";
    private static final String TOO_LATE = "too_late";

    private final KeycloakSessionFactory sessions;
    private final MailOrder order;
    private final Owner owner;
    private final Optional<MailTarget> seen;
    private final Clock clock;
    private final MailReport report;
    private final Experience experience;
    private final Tries tries = new Tries();
    private boolean isBegun;
    private Optional<Cause> lastEnd = Optional.empty();
    private Optional<Hope> hope = Optional.empty();

    /** Of a mail of which its request has not seen where it goes. */
    MailJob(KeycloakSessionFactory sessions, MailOrder order, Owner owner, Clock clock) {
        this(sessions, order, owner, Optional.empty(), clock);
    }

    /**
     * A job.
     *
     * @param seen where the mail goes, as its request has seen it
     */
    MailJob(KeycloakSessionFactory sessions, MailOrder order, Owner owner, Optional<MailTarget> seen, Clock clock) {
        this.sessions = sessions;
        this.order = order;
        this.owner = owner;
        this.seen = seen;
        this.clock = clock;
        this.report = new MailReport(sessions, order, owner);
        this.experience = new Experience(owner, order.intent(), clock);
    }

    /** For an answer that waits. */
    FirstNews news() {
        return report.news();
    }

    /** In place of all attempts. */
    void unsent() {
        report.unsent();
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    public String matter() {
        return matter(order.message().binding());
    }

    /** What mails of this binding are about. */
    static String matter(Binding binding) {
        return String.join(" ", binding.userId(), binding.purpose().name(), binding.sessionId());
    }

    @Override
    public Instant expiresAt() {
        return order.message().expiresAt();
    }

    @Override
    public Optional<Retry> attempt(int attempt) {
        tries.begin(attempt);
        lastEnd = Optional.of(Cause.ELSEWHERE);
        try {
            Submission submission = submission();
            isBegun = true;
            if (submission.isFound()) {
                submission.send();
            }
            return submission.isFound() ? sent(submission) : obstacle(submission.obstacle());
        } catch (NotSentException e) {
            SmtpFailure failure = SmtpFailure.of(e.getCause());
            Cause cause = Cause.of(failure);
            return failed(failure, e.getCause(), e.hasAsked() ? cause : cause.elsewhere());
        } catch (UserStoreAwayException e) {
            return internal(e.getMessage());
        } catch (RuntimeException e) {
            // Keycloak itself has a problem, such as a database that is gone.
            LOG.debug("A mail could not be tried", e);
            return internal(e.getClass().getName());
        }
    }

    private Optional<Retry> internal(String description) {
        tried();
        return failed(new LastFailure(INTERNAL, description), new Retry(tries.pause(), Cause.ELSEWHERE));
    }

    private Submission submission() {
        if (hasWaited()) {
            return Submission.ofOneThatWaited(sessions, order, owner);
        }
        return seen.map(target -> Submission.to(target, sessions, order, owner))
                .orElseGet(() -> Submission.of(sessions, order, owner));
    }

    /** So long that its login may be over by another code of another node. */
    private boolean hasWaited() {
        return isBegun || !clock.instant().isBefore(order.message().sentAt().plus(SOON));
    }

    private Optional<Retry> sent(Submission submission) {
        tried();
        if (submission.hasAsked()) {
            lastEnd = Optional.empty();
        }
        return over(state(Stage.HANDED_OVER, ""), "");
    }

    private Optional<Retry> obstacle(String obstacle) {
        if (obstacle.equals(Submission.SETTLED)) {
            settle();
            return Optional.empty();
        }
        return over(state(Stage.GIVEN_UP, obstacle), obstacle);
    }

    private Optional<Retry> failed(SmtpFailure failure, Throwable thrown, Cause cause) {
        lastEnd = Optional.of(cause);
        hope = Hope.after(thrown);
        if (!cause.isUntried()) {
            tried();
        }
        // What it met may be another's; rehearsals fail as that one did.
        Throwable known = failure.met() == Met.A_PAUSE ? thrown.getCause() : thrown;
        experience.failed(failure, known);
        LastFailure now = LastFailure.of(failure);
        if (failure.mayHaveBeenAccepted()) {
            return over(state(Stage.UNCONFIRMED, now.reason()), now.description());
        }
        if (!failure.isRetryable()) {
            return over(state(Stage.REFUSED, now.reason()), now.description());
        }
        boolean told = cause == Cause.PAUSED && tries.last().reason().equals(now.reason());
        experience.retried(failure, known, told);
        if (failure.kind() == SmtpFailure.Kind.BUSY || told) {
            // There will be a connection soon: that is no failure, and nothing to tell. A pause is told once.
            return report.isEnded() ? Optional.empty() : Optional.of(new Retry(failure.pause(), cause));
        }
        // No pause keeps a rehearsal from asking again that fails for what others were told.
        boolean rehearsed = cause == Cause.TOO_FAST && order.intent() == MailOrder.Intent.REHEARSE;
        Retry retry = cause == Cause.PAUSED
                ? new Retry(failure.pause(), cause)
                : new Retry(tries.pause(), rehearsed ? Cause.FAILED : cause);
        return failed(now, retry);
    }

    /** Only now: what finds no connection is no attempt, and so no other one. */
    private void tried() {
        tries.made().ifPresent(reason -> report.retried(reason, tries.count() - 1));
    }

    private Optional<Retry> failed(LastFailure now, Retry retry) {
        tries.failed(now, retry.cause());
        LOG.debugf(
                "Code %d for user %s could not be mailed with attempt %d: %s",
                order.message().ordinal(), order.recipient().name(), tries.count(), now.description());
        if (report.isEnded()) {
            return Optional.empty();
        }
        if (!report.failed(state(Stage.RETRYING, now.reason()))) {
            // By another node, unless it was abandoned here, which is told already.
            settle();
            return Optional.empty();
        }
        return Optional.of(retry);
    }

    private Optional<Retry> over(Sending end, String cause) {
        if (end.stage() == Stage.HANDED_OVER) {
            experience.handedOver();
        }
        report.ended(end, tries.count(), cause);
        return Optional.empty();
    }

    @Override
    public Optional<Hope> hope() {
        return hope;
    }

    @Override
    public Optional<Cause> end() {
        return lastEnd;
    }

    @Override
    public void giveUp() {
        LastFailure last = tries.last();
        String reason = last.isNone() ? neverTried() : last.reason();
        report.ended(state(Stage.GIVEN_UP, reason), tries.count(), last.isNone() ? reason : last.description());
    }

    @Override
    public void supersede() {
        report.ended(state(Stage.GIVEN_UP, SUPERSEDED), tries.count(), "a newer one was asked for");
    }

    @Override
    public void settle() {
        report.ended(Sending.settled(clock.instant()), tries.count(), "the login is over");
    }

    @Override
    public void abandon(String reason) {
        report.ended(state(Stage.UNCONFIRMED, reason), tries.count(), reason);
    }

    private String neverTried() {
        return clock.instant().isBefore(expiresAt()) ? SERVER_STOPPED : TOO_LATE;
    }

    private Sending state(Stage stage, String reason) {
        return new Sending(stage, clock.instant(), reason);
    }
}
