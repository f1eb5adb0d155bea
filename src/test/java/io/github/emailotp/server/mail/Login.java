package io.github.emailotp.server.mail;

/** The one user name and password that a {@link MailServer} accepts. */
public record Login(String user, String password) {}
