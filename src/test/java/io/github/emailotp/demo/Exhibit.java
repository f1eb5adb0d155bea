package io.github.emailotp.demo;

import java.net.URI;

/**
 * Something to try.
 *
 * @param name in addresses
 * @param title what it is, in some words
 * @param says what happens
 * @param person who logs in: the user name, and the password, too
 * @param start where it begins
 * @param rewind makes all as if nobody had tried it
 */
record Exhibit(String name, String title, String says, String person, URI start, Runnable rewind) {}
