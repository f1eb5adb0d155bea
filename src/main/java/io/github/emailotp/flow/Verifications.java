package io.github.emailotp.flow;

import io.github.emailotp.delivery.Aftermath;
import io.github.emailotp.delivery.ClientAddress;
import io.github.emailotp.delivery.MailContext;
import io.github.emailotp.delivery.MailRequest;
import io.github.emailotp.delivery.MailRequest.Subject;
import io.github.emailotp.delivery.OutboxMailChannel;
import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.ClientNetwork;
import io.github.emailotp.otp.CodeVerification;
import io.github.emailotp.otp.CodeVerification.Ports;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.storage.AuthNoteChallengeStore;
import io.github.emailotp.storage.Cells;
import io.github.emailotp.storage.Claims;
import io.github.emailotp.storage.RealmSealingKeys;
import io.github.emailotp.storage.ReportedNetworks;
import io.github.emailotp.storage.Requester;
import io.github.emailotp.storage.SharedGuessBudget;
import io.github.emailotp.storage.SharedSendQuota;
import io.github.emailotp.storage.SharedSendings;
import io.github.emailotp.storage.SilencedQuota;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The composition root: puts a {@link CodeDialogue} together for one request. Thread-safe. */
public final class Verifications {

    private final Clock clock;
    private final RandomGenerator random;
    private final UnaryOperator<Ports> ports;
    private final Aftermath aftermath;
    private final ImportedAddresses importedAddresses = new ImportedAddresses();
    private final Background background = new Background();

    /**
     * Puts verifications together.
     *
     * @param clock its zone is that of the times people are shown
     * @param random must be cryptographically strong and thread-safe
     */
    public Verifications(Clock clock, RandomGenerator random) {
        this(clock, random, UnaryOperator.identity());
    }

    /**
     * Puts verifications together with other ports.
     *
     * @param ports gets the usual ones and answers those to use
     */
    public Verifications(Clock clock, RandomGenerator random, UnaryOperator<Ports> ports) {
        this.clock = clock;
        this.random = random;
        this.ports = ports;
        this.aftermath = new CacheAftermath(clock);
    }

    /** What is said to whom a code is asked of. */
    public CodeDialogue dialogue(Occasion occasion, EmailOtpSettings settings, Screen screen) {
        Requester requester = requester(occasion, settings);
        OutboxMailChannel mails = mails(occasion, settings, requester);
        Ports usual = usualPorts(occasion, mails, requester);
        Ports silenced = settings.reportLink() ? silenced(occasion, usual, requester) : usual;
        CodeVerification verification = new CodeVerification(settings.policy(), ports.apply(silenced), clock, random);
        return new CodeDialogue(occasion, settings, screen, verification, late(occasion), mails::holdsAnswer, clock);
    }

    private LateErrors late(Occasion occasion) {
        return new LateErrors(occasion.session(), background.threads(occasion.session()));
    }

    private OutboxMailChannel mails(Occasion occasion, EmailOtpSettings settings, Requester requester) {
        KeycloakSession session = occasion.session();
        UserModel user = occasion.user();
        importedAddresses.lookAt(occasion.realm(), user);
        Supplier<MailContext> context = () -> occasion.upstream()
                .map(upstream -> mailContext(occasion).naming(session, upstream.provider(), upstream.name()))
                .orElseGet(() -> mailContext(occasion));
        ReportLink link = new ReportLink(occasion, requester.network(), clock);
        Subject subject = settings.codeInSubject() ? Subject.CODE : Subject.NAME;
        MailRequest request = new MailRequest(
                user,
                occasion.addressee().recipient(),
                subject,
                settings.reportLink() ? () -> link.in(context.get()) : context,
                occasion.addressee().in(occasion.event()).getEvent());
        return occasion.tellsOfMails()
                ? new OutboxMailChannel(session, request, settings.waitForMail(), aftermath, clock)
                : new OutboxMailChannel(session, request, Duration.ZERO, new EvenAftermath(aftermath), clock);
    }

    private Ports usualPorts(Occasion occasion, OutboxMailChannel mails, Requester requester) {
        KeycloakSession session = occasion.session();
        Claims claims = Claims.of(session);
        Acquaintance guessing =
                requester.acquaintance() == Acquaintance.KNOWN ? Acquaintance.KNOWN : occasion.acquaintanceOfGuessers();
        return new Ports(
                new AuthNoteChallengeStore(occasion.login(), occasion.step()),
                new RealmSealingKeys(session, occasion.realm()),
                mails,
                occasion.tellsOfMails()
                        ? new SharedSendings(session.getProvider(Cells.class), clock)
                        : sending -> Optional.empty(),
                new SharedSendQuota(claims, requester, clock, background.threads(session)),
                new SharedGuessBudget(claims, guessing, occasion.addressee().lock(session, clock), clock));
    }

    /** A browser that has logged the owner in since they reported is not meant, wherever it is. */
    private Ports silenced(Occasion occasion, Ports usual, Requester requester) {
        if (requester.acquaintance() == Acquaintance.KNOWN) {
            return usual;
        }
        ReportedNetworks networks = new ReportedNetworks(
                Claims.of(occasion.session()), occasion.realm().getId(), clock);
        Supplier<Duration> silence = () -> networks.silence(occasion.addressee().id(), requester.network());
        boolean mayShow = !occasion.purpose().needsOnlyAName();
        return new Ports(
                usual.challenges(),
                usual.keys(),
                mayShow
                        ? usual.channel()
                        : new SilencedChannel(
                                usual.channel(),
                                () -> !silence.get().isZero(),
                                () -> OutcomeEvents.silenced(
                                        occasion.addressee().in(occasion.event()), occasion.purpose(), late(occasion))),
                usual.sendings(),
                mayShow ? new SilencedQuota(usual.quota(), silence) : usual.quota(),
                usual.guesses());
    }

    private MailContext mailContext(Occasion occasion) {
        MailContext context = MailContext.of(
                occasion.session(), occasion.language(), occasion.login().getClient(), clock.getZone());
        return FirstProof.takesSomethingAway(occasion) ? context.ofAFirstProof() : context;
    }

    /** The user has passed, and has the code as a factor from now on. Answers whether that is stored, which an event tells; the code counts anyway. */
    public boolean enrol(Occasion occasion) {
        return NewFactor.enrol(occasion, clock.instant());
    }

    /** The user has passed: from now on, the browser is known. */
    public void passed(Occasion occasion, EmailOtpSettings settings) {
        knownBrowsers(occasion).remember(occasion.addressee(), settings.knownBrowser());
    }

    /** The user has passed, and trusts this browser: from now on, for so long, no code is asked for in it. */
    public void trusted(Occasion occasion, Duration lifetime) {
        new BrowserTrust(occasion.session(), occasion.realm(), occasion.user(), clock).give(lifetime, occasion, random);
    }

    /** The user sets a new password: what was trusted before is not, whoever keeps the password. */
    public void trustsNone(Occasion occasion) {
        new BrowserTrust(occasion.session(), occasion.realm(), occasion.user(), clock).end();
    }

    private Requester requester(Occasion occasion, EmailOtpSettings settings) {
        boolean isKnown = knownBrowsers(occasion).include(occasion.addressee(), settings.knownBrowser());
        return new Requester(
                isKnown ? Acquaintance.KNOWN : occasion.acquaintanceOfOthers(),
                ClientNetwork.of(
                        ClientAddress.of(occasion.session().getContext().getConnection())));
    }

    private KnownBrowsers knownBrowsers(Occasion occasion) {
        KeycloakSession session = occasion.session();
        RealmModel realm = occasion.realm();
        return new KnownBrowsers(session, realm, new RealmSealingKeys(session, realm), clock);
    }
}
