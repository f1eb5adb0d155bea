package io.github.emailotp.demo;

import java.net.URI;

/**
 * Something to try.
 *
 * @param name in addresses
 * @param title what it is, in some words
 * @param says what happens
 * @param user what is typed to say who one is: a user name, or an address
 * @param password empty if none is needed
 * @param start where it begins
 * @param rewind makes all as if nobody had tried it
 */
record Exhibit(String name, String title, String says, String user, String password, URI start, Runnable rewind) {}
