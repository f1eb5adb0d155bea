package io.github.emailotp.flow.page;

import java.util.Objects;
import java.util.Optional;

/**
 * What the page asks for.
 *
 * @param instruction the key of the sentence that says so, with the address as its argument
 * @param address where codes are mailed to, as it is shown; empty if nowhere
 * @param wayBack to where people type whom to ask; empty if nobody has typed that
 */
public record Question(String instruction, String address, Optional<WayBack> wayBack) {

    /** That of all flows whose codes do what people have come for. */
    public static final String USUAL = "emailOtpInstruction";

    /** That of a reset, where people expect a link that they can open anywhere. */
    public static final String OF_A_RESET = "emailOtpInstructionReset";

    /** Where the right code sets up the code: by the action for that, right after a login, whose page is much like it, and by the step. */
    public static final String OF_AN_ENROLMENT = "emailOtpInstructionEnrol";

    public Question {
        Objects.requireNonNull(instruction, "instruction");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(wayBack, "wayBack");
    }

    /** The same with another instruction. */
    public Question saying(String other) {
        return new Question(other, address, wayBack);
    }
}
