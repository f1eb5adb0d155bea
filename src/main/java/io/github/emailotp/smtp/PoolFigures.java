package io.github.emailotp.smtp;

/**
 * The connections of one server node at one moment, over all SMTP configurations.
 *
 * @param idle kept open, unused
 * @param borrowed sending a mail now, or being opened for one
 * @param waiting mails that wait for a free connection
 * @param opened all connections ever opened, since the start of the server
 */
public record PoolFigures(int idle, int borrowed, int waiting, long opened) {

    /** Idle or borrowed. */
    public int open() {
        return idle + borrowed;
    }
}
