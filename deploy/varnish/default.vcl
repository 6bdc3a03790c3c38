vcl 4.1;

# Varnish in front of AUS3 on the same machine. Another host or port is written here alone.
backend aus3 {
    .host = "127.0.0.1";
    .port = "3000";
    .probe = {
        .url = "/__lbheartbeat__";
        .interval = 5s;
    }
}

include "/etc/varnish/aus3.vcl";
