/** "It was not me": the page that a mail leads to, and what follows. It needs no login, and touches none in the browser that it is opened in. */
package io.github.emailotp.flow.report;
