vcl 4.1;

# Varnish in front of the service of compose.yaml.
backend aus3 {
    .host = "aus3";
    .port = "3000";
    .probe = {
        .url = "/__lbheartbeat__";
        .interval = 5s;
    }
}

include "/etc/varnish/aus3.vcl";
