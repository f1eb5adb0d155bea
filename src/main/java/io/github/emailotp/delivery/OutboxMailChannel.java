package io.github.emailotp.delivery;

import io.github.emailotp.delivery.MailOrder.Intent;
import io.github.emailotp.delivery.Outbox.Place;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.CodeChannel;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Delivery;
import io.github.emailotp.otp.Sending;
import io.github.emailotp.otp.SentCode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.events.Event;
import org.keycloak.models.KeycloakSession;

/**
 * Mails codes through the realm's email theme and SMTP settings: rendered in the request, sent from the node's outbox once
 * the request's transaction has committed. One instance serves one request.
 */
public final class OutboxMailChannel implements CodeChannel {

    private static final Logger LOG = Logger.getLogger(OutboxMailChannel.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;
    private static final String RENDERING = "rendering";
    private static final String OUTBOX_FULL = "outbox_full";

    private final KeycloakSession session;
    private final MailRenderer renderer;
    private final Recipient recipient;
    private final Duration wait;
    private final Event login;
    private final Aftermath aftermath;
    private final Clock clock;
    private boolean holdsAnswer;

    /**
     * A channel for one request.
     *
     * @param wait how long its answer waits for the mail server before the mail goes on in the background; zero if not at all
     */
    public OutboxMailChannel(
            KeycloakSession session, MailRequest request, Duration wait, Aftermath aftermath, Clock clock) {
        this.session = session;
        this.renderer = new MailRenderer(session, request);
        this.recipient = request.recipient();
        this.wait = wait;
        this.login = request.login();
        this.aftermath = aftermath;
        this.clock = clock;
    }

    @Override
    public Delivery deliver(CodeMessage message) {
        return deliver(message, recipient, Intent.SEND);
    }

    /**
     * The mail server is asked as for others, but to an account that may get no mail it is not sent. Where there is nobody, it is
     * not asked either: whoever tries names would make it ask for each of them.
     */
    @Override
    public Delivery pretend(CodeMessage message) {
        boolean isNobody = recipient instanceof Recipient.Nobody;
        Recipient to =
                isNobody ? recipient : new Recipient.Visitor(message.binding().address());
        return deliver(message, to, Intent.REHEARSE);
    }

    /** At once: the code is redeemed, so the others are of no use even if this request comes to nothing. */
    @Override
    public void settle(Binding binding, Collection<SentCode> codes) {
        outbox().settle(MailJob.matter(binding));
        Instant now = clock.instant();
        try {
            codes.forEach(code -> aftermath.remember(
                    session, code.sending(), Sending.settled(now), Duration.between(now, code.expiresAt())));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Codes that are not needed may still be mailed by another node: %s",
                    e.getClass().getName());
            LOG.debug("The cause", e);
        }
    }

    private Delivery deliver(CodeMessage message, Recipient to, Intent intent) {
        Optional<RenderedMail> mail = render(message);
        if (mail.isEmpty()) {
            return new Delivery.Unsent(RENDERING);
        }
        MailEvents events = new MailEvents(login, message.binding().purpose(), message.ordinal());
        MailOrder order = new MailOrder(newId(), message, mail.get(), to, events, aftermath, intent);
        Owner owner = Owner.of(session.getContext().getRealm());
        Optional<MailTarget> seen = MailTarget.knownTo(session, to, message.binding());
        MailJob job = new MailJob(session.getKeycloakSessionFactory(), order, owner, seen, clock);
        Optional<Place> place = reserve(owner);
        if (place.isEmpty()) {
            return new Delivery.Unsent(OUTBOX_FULL);
        }
        return queue(job, order, place.get());
    }

    private Outbox outbox() {
        return session.getProvider(OutboxProvider.class).outbox();
    }

    /** Empty, which has been logged, if the outbox has no room for this realm. */
    private Optional<Place> reserve(Owner owner) {
        Optional<Place> place = outbox().reserve(owner);
        if (place.isEmpty()) {
            MailMeters.refused();
            LOG.warn("The outbox is full: no code is mailed until it has room");
        }
        return place;
    }

    /** Empty if the templates or their texts are broken; the cause has been logged. */
    private Optional<RenderedMail> render(CodeMessage message) {
        try {
            return Optional.of(renderer.render(message));
        } catch (EmailException | RuntimeException e) {
            // The causes of a template's failure can quote what it was given, and so the code.
            MailMeters.unrendered();
            LOG.warnf("The mail with a code could not be rendered: %s", TemplateFailure.describe(e, message));
            return Optional.empty();
        }
    }

    private Delivery queue(MailJob job, MailOrder order, Place place) {
        Outbox outbox = outbox();
        Duration hold = outbox.mayWait(wait) ? wait : Duration.ZERO;
        holdsAnswer |= !hold.isZero();
        session.getTransactionManager().enlistAfterCompletion(new AfterCommit(outbox, place, job, hold));
        return new Delivery.Queued(order.sending());
    }

    /** Whether the request's answer comes once it is known what became of its mail, or after the time that it waits. */
    public boolean holdsAnswer() {
        return holdsAnswer;
    }

    private static String newId() {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
