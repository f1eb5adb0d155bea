package io.github.emailotp.flow;

import io.github.emailotp.flow.endpoint.EndpointFactory;
import io.github.emailotp.flow.page.CodePage;
import io.github.emailotp.otp.CodeVerification;
import io.github.emailotp.otp.Reply;
import io.github.emailotp.settings.EmailOtpSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What is said to somebody who is asked for a code, in whatever flow: made for one request, which is either at the
 * beginning or has posted the page. It raises the event of what happened; how the request ends is the flow's own.
 */
public final class CodeDialogue {

    /** What the page posts a code in. */
    public static final String ANSWER_FIELD = "oneTimeCode";

    private static final String RESEND_BUTTON = "resend";

    private final Occasion occasion;
    private final EmailOtpSettings settings;
    private final Screen screen;
    private final CodeVerification verification;
    private final LateErrors late;
    private final BooleanSupplier holdsAnswer;
    private final HeldAnswer held;
    private final Clock clock;

    /** With whether the mail of this request is waited for. */
    CodeDialogue(
            Occasion occasion,
            EmailOtpSettings settings,
            Screen screen,
            CodeVerification verification,
            LateErrors late,
            BooleanSupplier holdsAnswer,
            Clock clock) {
        this.occasion = occasion;
        this.settings = settings;
        this.screen = screen;
        this.verification = verification;
        this.late = late;
        this.holdsAnswer = holdsAnswer;
        this.held = new HeldAnswer(occasion);
        this.clock = clock;
    }

    /** Mails a code, or shows the page of the one that is pending. Where nobody looks, nothing is mailed. */
    public void begin(Ending ending) {
        AccountStanding account = AccountStanding.of(occasion);
        Reply reply = FetchMetadata.saysThatNobodyLooks(
                        occasion.session().getContext().getRequestHeaders())
                ? verification.look(occasion.binding())
                : verification.start(occasion.binding(), account.standing());
        end(ending, account, held.toALook(reply));
    }

    /** Takes what the page has posted: a code, or the wish for a new one. */
    public void take(MultivaluedMap<String, String> form, Ending ending) {
        AccountStanding account = AccountStanding.of(occasion);
        end(
                ending,
                account,
                form.containsKey(RESEND_BUTTON)
                        ? verification.resend(occasion.binding(), account.standing())
                        : verification.submit(occasion.binding(), account.standing(), typed(form)));
    }

    private static String typed(MultivaluedMap<String, String> form) {
        return Optional.ofNullable(form.getFirst(ANSWER_FIELD)).orElse("");
    }

    private void end(Ending ending, AccountStanding account, Reply reply) {
        OutcomeEvents.raise(
                occasion.addressee().in(occasion.event()), occasion.purpose(), reply, account.barredError(), late);
        switch (reply.outcome()) {
            case ACCEPTED -> ending.accepted();
            case WRONG -> ending.refused(page(reply));
            case UNREACHABLE -> ending.unreachable(() -> page(reply));
            case SENT,
                    RESENT,
                    SHOWN,
                    SEND_FAILED,
                    TOO_SOON,
                    STARTED_AGAIN,
                    OVER_QUOTA,
                    WAITING,
                    DISABLED,
                    UNAVAILABLE,
                    NO_CODE,
                    ADDRESS_CHANGED,
                    MISSING,
                    MALFORMED,
                    TOO_MANY_TRIES,
                    EXPIRED,
                    REPLACED,
                    ALREADY_USED,
                    BARRED -> ending.shown(page(reply));
        }
    }

    private Response page(Reply reply) {
        if (holdsAnswer.getAsBoolean()) {
            return held.leadingTo(screen, reply);
        }
        Reply told = occasion.tellsOfMails() ? reply : reply.withoutItsMail();
        CodePage page = new CodePage(
                occasion.session(),
                settings,
                screen.instruction().map(occasion.question()::saying).orElseGet(occasion::question),
                screen.look().get(),
                screen.box(),
                () -> EndpointFactory.sendings(occasion.session()));
        return page.render(screen.form().get(), told, occasion::language, clock.instant());
    }
}
