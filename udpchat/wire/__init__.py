"""The wire: reliable, encrypted, authenticated datagrams. PROTOCOL.md beside this file is its standard.

    packets  frames  keys  cookies        bytes on the wire and the keys that protect them
    received  recovery  rtt  congestion   which packets arrived, which are lost, how fast to send
    sending  receiving                    the one reliable byte stream of a connection
    path  datagram_size                   where the peer is, and how large a datagram gets there
    connection                            the packet machine that joins the above
    tls  channels  session                TLS 1.3 over that stream, application frames with priorities inside it
    admission  timers  server_endpoint    many connections on one socket, and who may have one
    client_endpoint                       one connection, tried until it stands
    p256  der  x509  identity             the server's self-signed certificate

Nothing here opens a socket, reads a clock or draws a random number by itself.
"""
